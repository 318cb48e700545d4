/* ow_open.h - opens files of packages without following links: openat2(2), which libc does not offer.
 *
 * Private to this product.
 */
#ifndef OW_OPEN_H
#define OW_OPEN_H

/* Opens `path` below the directory `directory` with these flags of open(2), O_CLOEXEC and O_NOFOLLOW added.
 *
 * No component may be a symbolic or magic link, and none may lead out of the directory. Returns a descriptor or a
 * negated errno value. On a kernel without openat2 (before 5.6), `path` must be a single component. */
int ow_open_beneath(int directory, const char *path, int flags);

/* Renames within two directories and never replaces what is there. Returns 0 or a negated errno value. */
int ow_rename_new(int from_directory, const char *from, int to_directory, const char *to);

#endif
