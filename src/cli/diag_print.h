/*
 * diag_print.h - a verifier's diagnostic for people and for scripts.
 */
#ifndef SKEP_CLI_DIAG_PRINT_H
#define SKEP_CLI_DIAG_PRINT_H

#include "cli/cli.h"
#include "verifier/diag.h"

void diag_print(FILE *out, const struct diag *diag, const char *indent);
void diag_json(struct json *j, const char *name, const struct diag *diag);

#endif
