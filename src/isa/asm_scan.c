/*
 * asm_scan.c - the assembler's scanner.  Works on one line of text, allocates nothing.
 */
#include "isa/asm_scan.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static void skip_blanks(struct isa_scan *s)
{
	while (s->p < s->end && isspace((unsigned char)*s->p))
		s->p++;
}

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '$';
}

char isa_scan_peek(struct isa_scan *s)
{
	skip_blanks(s);
	return s->p < s->end ? *s->p : '\0';
}

bool isa_scan_end(struct isa_scan *s)
{
	char c = isa_scan_peek(s);

	return !c || c == ';' || c == '#' || (c == '/' && s->end - s->p > 1 && s->p[1] == '/');
}

bool isa_scan_accept(struct isa_scan *s, const char *text)
{
	size_t len = strlen(text);

	skip_blanks(s);
	if ((size_t)(s->end - s->p) < len || memcmp(s->p, text, len))
		return false;
	s->p += len;
	return true;
}

bool isa_scan_word(struct isa_scan *s, const char *word)
{
	struct isa_scan start = *s;

	if (isa_scan_accept(s, word) && (s->p == s->end || !is_name_char(*s->p)))
		return true;
	*s = start;
	return false;
}

bool isa_scan_name(struct isa_scan *s, char *name, size_t size)
{
	size_t len = 0;

	skip_blanks(s);
	while (s->p + len < s->end && is_name_char(s->p[len]))
		len++;
	if (!len || len >= size || isdigit((unsigned char)*s->p))
		return false;
	memcpy(name, s->p, len);
	name[len] = '\0';
	s->p += len;
	return true;
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

bool isa_scan_number(struct isa_scan *s, int64_t *value)
{
	const char *p;
	uint64_t sum = 0;
	int base = 10;

	skip_blanks(s);
	p = s->p;
	if (s->end - p > 2 && p[0] == '0' && (p[1] == 'x' || p[1] == 'X')) {
		base = 16;
		p += 2;
	}
	if (p == s->end || digit_value(*p) >= base)
		return false;
	for (; p < s->end && digit_value(*p) < base; p++)
		if (__builtin_mul_overflow(sum, (uint64_t)base, &sum) ||
		    __builtin_add_overflow(sum, (uint64_t)digit_value(*p), &sum))
			return false;
	if (p < s->end && is_name_char(*p))
		return false;
	s->p = p;
	*value = (int64_t)sum;
	return true;
}

bool isa_scan_signed(struct isa_scan *s, int64_t *value)
{
	struct isa_scan start = *s;
	bool minus = isa_scan_accept(s, "-");

	if (!minus)
		(void)isa_scan_accept(s, "+");
	if (isa_scan_number(s, value)) {
		if (minus)
			*value = (int64_t) - (uint64_t)*value;
		return true;
	}
	*s = start;
	return false;
}

bool isa_scan_id(struct isa_scan *s)
{
	const char *p = s->p;

	return s->end - p > 1 && p[0] == '#' && (isdigit((unsigned char)p[1]) || p[1] == '-');
}

bool isa_scan_reg(struct isa_scan *s, struct isa_reg *reg)
{
	char name[4];
	struct isa_scan start = *s;

	if (isa_scan_name(s, name, sizeof(name)) && (name[0] == 'r' || name[0] == 'w') &&
	    isdigit((unsigned char)name[1])) {
		int number = name[1] - '0';

		if (name[2] && number)
			number = number * 10 + (isdigit((unsigned char)name[2]) ? name[2] - '0' : 100);
		else if (name[2])
			number = 100;
		if (number <= 10) {
			*reg = (struct isa_reg){.number = (uint8_t)number, .width = name[0] == 'r' ? 64 : 32};
			return true;
		}
	}
	*s = start;
	return false;
}

bool isa_scan_label(struct isa_scan *s, char *name, size_t size)
{
	struct isa_scan start = *s;
	int64_t address;

	/* llvm-objdump's heading of a function */
	if (isa_scan_number(s, &address) && isa_scan_accept(s, "<") && isa_scan_name(s, name, size) &&
	    isa_scan_accept(s, ">:"))
		return true;
	*s = start;
	if (isa_scan_name(s, name, size) && isa_scan_accept(s, ":"))
		return true;
	*s = start;
	return false;
}

void isa_scan_symbol(struct isa_scan *s)
{
	const char *close;

	if (isa_scan_peek(s) == '<' && (close = memchr(s->p, '>', (size_t)(s->end - s->p))))
		s->p = close + 1;
}

/* Two hexadecimal digits and a blank. */
static bool scan_byte(struct isa_scan *s, uint8_t *byte)
{
	skip_blanks(s);
	if (s->end - s->p < 2 || digit_value(s->p[0]) > 15 || digit_value(s->p[1]) > 15 ||
	    (s->end - s->p > 2 && !isspace((unsigned char)s->p[2])))
		return false;
	*byte = (uint8_t)(digit_value(s->p[0]) << 4 | digit_value(s->p[1]));
	s->p += 2;
	return true;
}

struct isa_hint isa_scan_hint(struct isa_scan *s)
{
	struct isa_hint hint = {0};
	struct isa_scan start = *s;
	uint8_t bytes[16];
	unsigned nr = 0;
	int64_t pc;

	if (!isa_scan_number(s, &pc) || !isa_scan_accept(s, ":"))
		*s = start;
	start = *s;
	if (isa_scan_accept(s, "(") && s->end - s->p > 2 && s->p[2] == ')' && digit_value(s->p[0]) < 16 &&
	    digit_value(s->p[1]) < 16) {
		hint.has_code = true;
		hint.code = (uint8_t)(digit_value(s->p[0]) << 4 | digit_value(s->p[1]));
		s->p += 3;
		return hint;
	}
	*s = start;
	while (nr < sizeof(bytes) && scan_byte(s, &bytes[nr]))
		nr++;
	if (nr == 8 || nr == 16) {
		hint.has_code = hint.has_src = true;
		hint.code = bytes[0];
		hint.src = bytes[1] >> 4;
		hint.off = (int16_t)(bytes[2] | bytes[3] << 8);
		return hint;
	}
	*s = start;
	return hint;
}

void isa_scan_report(const struct isa_scan *s, unsigned line, char *err, size_t size)
{
	if (err && size)
		snprintf(err, size, "line %u: %s", line, s->error ? s->error : "syntax error");
}
