/*
 * check.h - cmocka groups that end with the summary line that script/test adds up.
 */
#ifndef SKEP_TESTS_CHECK_H
#define SKEP_TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#define check_run(tests)                                                 \
	({                                                               \
		int failed_ = cmocka_run_group_tests(tests, NULL, NULL); \
		int n_ = (int)(sizeof(tests) / sizeof((tests)[0]));      \
		printf("%d passed, %d failed\n", n_ - failed_, failed_); \
		failed_ != 0;                                            \
	})

#endif
