/* note.h - nothing to include: this target only carries the ELF note of the system-information plugin. */
#ifndef OW_SYSINFO_NOTE_H
#define OW_SYSINFO_NOTE_H
#endif
