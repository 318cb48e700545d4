/* load.h - the plugin's shared object: loaded, its entry point found in that very object, its descriptor checked. */
#ifndef LOAD_H
#define LOAD_H

/* Loads runner.plugin_fd, or the file at path if that is 0, and fills runner.plugin. Ends the process with a FATAL of
 * stage "load", "symbol", "abi" or "identity" if the plugin cannot be used. */
void load_plugin(const char *path);

#endif
