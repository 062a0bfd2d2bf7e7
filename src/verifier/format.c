/*
 * format.c - format strings of bpf_snprintf().  Pure functions.
 *
 *	%[flags][width]{d,i,u,x,X}       with l or ll before the letter
 *	%[flags][width]{c,s}
 *	%[flags][width]p[K,x,s,S,B,i4,i6,I4,I6,ks,us]
 *	%%
 *
 * Flags are 0, +, - and space.  What stands behind s and behind a bare p must not be a letter or digit.  Text
 * is printable or white space; bytes above ASCII are text, but no part of a conversion.
 */
#include <string.h>
#include "verifier/format.h"

static bool one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* No letter or digit, in Latin-1: the end of a word, also of the string. */
static bool is_break(char c)
{
	unsigned char u = (unsigned char)c;
	bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

	if (u >= 0xa0)
		return u < 0xc0 || u == 0xd7 || u == 0xf7;
	return !c || is_space(c) || (c > ' ' && c <= '~' && !alnum);
}

static const char *number_end(const char *s)
{
	for (int i = 0; i < 2 && *s == 'l'; i++)
		s++;
	return one_of(*s, "diuxX") ? s + 1 : NULL;
}

static const char *string_end(const char *s)
{
	return is_break(s[1]) ? s + 1 : NULL;
}

/* s is behind the p. */
static const char *pointer_end(const char *s)
{
	if (one_of(s[0], "ku") && s[1] == 's')
		return string_end(s + 1);
	if (one_of(s[0], "KxsSB"))
		return s + 1;
	if (one_of(s[0], "iI"))
		return one_of(s[1], "46") ? s + 2 : NULL;
	return is_break(s[0]) ? s : NULL;
}

/* s is behind the %; NULL: no conversion. */
static const char *conversion_end(const char *s)
{
	while (one_of(*s, "0+- "))
		s++;
	if (*s >= '1' && *s <= '9')
		while (*s >= '0' && *s <= '9')
			s++;
	switch (*s) {
	case 'p': return pointer_end(s + 1);
	case 's': return string_end(s);
	case 'c': return s + 1;
	default: return number_end(s);
	}
}

bool format_ok(const char *s, size_t nr_args)
{
	size_t used = 0;

	for (const char *p = s; *p; p++)
		if ((unsigned char)*p < 0x80 && (*p < ' ' || *p > '~') && !is_space(*p))
			return false;
	while (*s) {
		if (*s != '%') {
			s++;
		} else if (s[1] == '%') {
			s += 2;
		} else {
			if (used++ == nr_args)
				return false;
			s = conversion_end(s + 1);
			if (!s)
				return false;
		}
	}
	return true;
}
