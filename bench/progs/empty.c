/* Nothing: what a call costs, taken off the kernel's column. */
#include "../prog.h"
#define LEN 64
#define FILL(p)
INLINE uint32_t work(const uint8_t *p)
{
	return 2;
}
BENCH(empty)
