/* spy.h - service tables whose every slot is a closure: counts, checks the rules of the ABI, lets calls fail as
 * planned, and passes the rest on to the bench. Slots behind the end of what this kit knows are counted as well.
 *
 * Tables and ow_host end where a page ends that nobody may read, so reading past struct_size is a crash. */
#ifndef SPY_H
#define SPY_H

#include "bench.h"

/* Fills bench.hosts[i].given and the tables behind it, as bench.abi_minor, .missing_*, … say. Once. */
void spy_build(void);
uint64_t spy_count(const char *service, const char *slot);
/* Calls of slots that ABI 1.0 does not have. */
uint64_t spy_unknown_calls(void);
/* Services asked for that nobody knows; the last one's id. */
uint32_t spy_unknown_services(char *id, size_t room);
uint64_t spy_calls_after_end(void);

#endif
