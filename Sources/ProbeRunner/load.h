/* load.h - the plugin's shared object: loaded, its entry point found in that very object, its descriptor checked. */
#ifndef LOAD_H
#define LOAD_H

/* The name to load the plugin by: that of runner.plugin_fd, or `path` if that is 0. */
const char *load_path(const char *path);

/* Loads the file of that name and fills runner.plugin. Ends the process with a FATAL of
 * stage "load", "symbol", "abi" or "identity" if the plugin cannot be used. */
void load_plugin(const char *path);

#endif
