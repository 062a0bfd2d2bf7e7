/*
 * session.c - skep session: the sessions of this user.
 */
#include "cli/cli.h"

#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "session/protocol.h"
#include "session/session.h"

static const char help_text[] =
	"usage: skep session list [--json]\n"
	"       skep session show [NAME] [--json]\n"
	"       skep session stop [NAME]\n"
	"\n"
	"A session holds what the commands of `skep run` made.  It ends by itself when nobody uses it and "
	"nothing\n"
	"is pinned; stop ends it at once: its members' calls fail from then on, its pins are gone.\n"
	"\n"
	"  -j, --json         as JSON\n"
	"  -h, --help         this text\n"
	"\n"
	"examples:\n"
	"  skep session list\n"
	"  skep session show --json | jq '.objects[] | select(.kind == \"map\")'\n"
	"  skep session stop test\n";

/* What the server says of itself, as a stream of lines; NULL: there is no such session. */
static FILE *describe(const char *name)
{
	char folder[SESSION_PATH_MAX];
	int fd = -1;

	if (session_folder(folder, name))
		return NULL;
	int connection = session_connect(folder);
	if (connection < 0)
		return NULL;
	long err = session_ask(connection, SESSION_DESCRIBE, &fd);
	close(connection);
	return err < 0 ? NULL : fdopen(fd, "r");
}

struct summary {
	unsigned server, members, objects, pins;
};

static void summarize(FILE *in, struct summary *s)
{
	char *line = NULL;
	size_t size = 0;

	*s = (struct summary){0};
	while (getline(&line, &size, in) > 0) {
		if (!strncmp(line, "server ", 7))
			s->server = (unsigned)atoi(line + 7);
		else if (!strncmp(line, "member ", 7))
			s->members++;
		else if (!strncmp(line, "pin ", 4))
			s->pins++;
		else
			s->objects++;
	}
	free(line);
	/* who asks is a member for as long as it takes */
	s->members -= s->members > 0;
}

static int list(bool as_json)
{
	char home[SESSION_PATH_MAX];
	struct dirent *entry;
	struct table t;
	struct json j;

	DIR *dir = session_home(home, false) ? NULL : opendir(home);
	table_init(&t, 5);
	table_row(&t, (const char *[]){"NAME", "SERVER", "MEMBERS", "OBJECTS", "PINS"});
	if (as_json) {
		json_init(&j, stdout);
		json_open(&j, NULL, '[');
	}
	while (dir && (entry = readdir(dir))) {
		struct summary s;
		FILE *in = session_name_ok(entry->d_name) ? describe(entry->d_name) : NULL;
		if (!in)
			continue;
		summarize(in, &s);
		fclose(in);
		if (as_json) {
			json_open(&j, NULL, '{');
			json_string(&j, "name", entry->d_name);
			json_u64(&j, "server", s.server);
			json_u64(&j, "members", s.members);
			json_u64(&j, "objects", s.objects);
			json_u64(&j, "pins", s.pins);
			json_close(&j, '}');
			continue;
		}
		char cells[4][16];
		const unsigned numbers[] = {s.server, s.members, s.objects, s.pins};
		for (int i = 0; i < 4; i++)
			snprintf(cells[i], sizeof(cells[i]), "%u", numbers[i]);
		table_row(&t, (const char *[]){entry->d_name, cells[0], cells[1], cells[2], cells[3]});
	}
	if (dir)
		closedir(dir);
	if (as_json) {
		json_close(&j, ']');
		json_end(&j);
	} else {
		table_print(&t, stdout, "");
	}
	table_free(&t);
	return EXIT_YES;
}

/* One line of words as an object: the first says what it is. */
static void line_as_json(struct json *j, const char *kind, char *rest)
{
	const char *a = strsep(&rest, " "), *b = rest ? strsep(&rest, " ") : NULL;

	json_open(j, NULL, '{');
	if (!strcmp(kind, "member")) {
		json_u64(j, "pid", strtoull(a, NULL, 10));
		json_u64(j, "uid", b ? strtoull(b, NULL, 10) : 0);
		json_string(j, "command", rest ? rest : "");
	} else if (!strcmp(kind, "pin")) {
		json_string(j, "kind", a);
		json_u64(j, "id", b ? strtoull(b, NULL, 10) : 0);
		json_string(j, "path", rest ? rest : "");
	} else {
		json_string(j, "kind", kind);
		json_u64(j, "id", strtoull(a, NULL, 10));
		if (b)
			json_string(j, "type", b);
		if (rest)
			json_string(j, "name", rest);
	}
	json_close(j, '}');
}

static const char *const groups[] = {"members", "objects", "pins"};

static int group_of(const char *kind)
{
	if (!strcmp(kind, "member"))
		return 0;
	return !strcmp(kind, "pin") ? 2 : 1;
}

static void show_json(const char *name, FILE *in)
{
	char *line = NULL;
	size_t size = 0;
	struct json j;

	json_init(&j, stdout);
	json_open(&j, NULL, '{');
	json_string(&j, "name", name);
	for (int group = 0; group < 3; group++) {
		rewind(in);
		json_open(&j, groups[group], '[');
		while (getline(&line, &size, in) > 0) {
			char *rest = line, *kind;
			line[strcspn(line, "\n")] = 0;
			kind = strsep(&rest, " ");
			if (rest && strcmp(kind, "server") && group_of(kind) == group)
				line_as_json(&j, kind, rest);
		}
		json_close(&j, ']');
	}
	json_close(&j, '}');
	json_end(&j);
	free(line);
}

static int show(const char *name, bool as_json)
{
	FILE *in = describe(name);
	int c;

	if (!in) {
		cli_error("there is no session '%s'", name);
		return EXIT_NO;
	}
	if (as_json)
		show_json(name, in);
	else
		while ((c = getc(in)) != EOF)
			putchar(c);
	fclose(in);
	return EXIT_YES;
}

static int stop(const char *name)
{
	char folder[SESSION_PATH_MAX];
	int fd, connection = session_folder(folder, name) ? -ENOENT : session_connect(folder);

	if (connection < 0) {
		cli_error("there is no session '%s'", name);
		return EXIT_NO;
	}
	long err = session_ask(connection, SESSION_STOP, &fd);
	/* wait until it is gone */
	char c;
	if (!err && read(connection, &c, 1) < 0)
		err = -errno;
	close(connection);
	return err && err != -ECONNRESET ? EXIT_NO : EXIT_YES;
}

int cmd_session(int argc, char **argv)
{
	static const struct option longs[] = {
		{"json", no_argument, NULL, 'j'}, {"help", no_argument, NULL, 'h'}, {0}};
	bool json = false;
	int c;

	while ((c = getopt_long(argc, argv, "jh", longs, NULL)) >= 0) {
		switch (c) {
		case 'j': json = true; break;
		case 'h': fputs(help_text, stdout); return EXIT_YES;
		default: return cli_usage_error("session", "bad option");
		}
	}
	const char *what = optind < argc ? argv[optind++] : "list";
	const char *name = optind < argc ? argv[optind++] : NULL;
	if (optind != argc || (name && !session_name_ok(name)))
		return cli_usage_error("session", "'%s' is not understood", name ? name : argv[optind]);
	if (!strcmp(what, "list") && !name)
		return list(json);
	if (!name)
		name = SESSION_DEFAULT;
	if (!strcmp(what, "show"))
		return show(name, json);
	if (!strcmp(what, "stop"))
		return stop(name);
	return cli_usage_error("session", "'%s' is none of list, show and stop", what);
}
