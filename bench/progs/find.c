/* A four-byte marker in a payload, at any offset. */
#include "../prog.h"
#define LEN 1024
#define FILL(p)                                                     \
	for (int i = 0; i < LEN; i++)                               \
		(p)[i] = "GET /index.html HTTP/1.1 Host: "[i % 31]; \
	__builtin_memcpy((p) + 1000, "\r\n\r\n", 4)
INLINE uint32_t work(const uint8_t *p)
{
	for (int i = 0; i + 4 <= LEN; i++) {
		if (p[i] != '\r')
			continue;
		if (p[i + 1] == '\n' && p[i + 2] == '\r' && p[i + 3] == '\n')
			return (uint32_t)i;
	}
	return LEN;
}
BENCH(find)
