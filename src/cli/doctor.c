#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <vorbis/codec.h>
#include <yaml.h>

#include "base/translate.h"
#include "cli/commands.h"
#include "cli/importing.h"
#include "cli/load.h"
#include "cli/say.h"

/* What was found, for a report of something that does not work: never the words of a session. */

static void tell_versions(void)
{
    puts("interlude " IL_VERSION);
    printf("libvorbis: %s\nlibyaml: %s\nlibsodium: %s\n\n", vorbis_version_string(),
           yaml_get_version_string(), sodium_version_string());
}

static void tell_importer(void)
{
    char path[512], about[256];
    const bool there = il_importer_path(path, sizeof path);
    printf("%s: ", _("importer"));
    il_print_safely(stdout, path);
    if (!there) {
        puts(_(" (not there)"));
    } else if (il_importer_about(about, sizeof about)) {
        printf("\n  %s\n", about);
    } else {
        puts(_(" (does not run)"));
    }
}

static void tell_folder(const char *what, const char *path)
{
    struct stat info;
    printf("%s: ", what);
    if (!path) {
        puts(_("none, there is no home folder"));
        return;
    }
    il_print_safely(stdout, path);
    puts(stat(path, &info) == 0 && S_ISDIR(info.st_mode) ? "" : _(" (not there)"));
}

static bool tell_voices(il_library *library, il_error *err)
{
    int count = 0;
    const char *const *names = il_library_names(library, IL_SOUND_VOICE, &count);
    printf("\n%s: %d\n", _("voices"), count);
    for (int i = 0; i < count; i++) {
        il_voice_about about;
        if (!il_library_voice(library, names[i], &about, err)) {
            return false;
        }
        fputs("  ", stdout);
        il_print_safely(stdout, names[i]);
        fputs(": ", stdout);
        il_print_safely(stdout, about.title ? about.title : _("without a title"));
        fputs(", ", stdout);
        il_say_count(stdout, about.recordings, _("recording"), _("recordings"));
        fputc('\n', stdout);
    }
    return true;
}

static void tell_names(const il_library *library, il_sound_kind kind, const char *what)
{
    int count = 0;
    const char *const *names = il_library_names(library, kind, &count);
    printf("%s: %d%s", what, count, count > 0 ? " (" : "");
    for (int i = 0; i < count; i++) {
        fputs(i > 0 ? ", " : "", stdout);
        il_print_safely(stdout, names[i]);
    }
    puts(count > 0 ? ")" : "");
}

/* Whether a session can be used, and nothing of what it says. */
static bool is_broken(il_library *library, const il_clips *clips, const char *file, bool *broken,
                      il_error *err)
{
    il_problems problems = {0};
    il_error unread = {0};
    il_session *session = il_load(library, clips, file, &problems, &unread);
    *broken = !session || problems.errors > 0;
    il_session_destroy(session);
    il_problems_finish(&problems);
    return !il_error_is_general(&unread) ||
           il_fail_machine(err, il_nowhere(), "%s", unread.message);
}

static bool tell_sessions(il_library *library, il_error *err)
{
    int count = 0, users = 0, broken = 0;
    const il_library_entry *entries = il_library_entries(library, &count, err);
    const il_clips clips = il_library_clips(library);
    for (int i = 0; entries && i < count; i++) {
        bool this_one = false;
        if (!is_broken(library, &clips, entries[i].file, &this_one, err)) {
            return false;
        }
        broken += this_one;
        users += entries[i].users;
    }
    printf(_("sessions: %d, %d of them yours, %d broken\n"), count, users, broken);
    return entries != NULL;
}

static void tell_faults(const il_library *library)
{
    int count = 0;
    const il_error *faults = il_library_faults(library, &count);
    printf("\n%s: %d\n", _("faults of the library"), count);
    for (int i = 0; i < count; i++) {
        fputs("  ", stdout);
        il_error_print(&faults[i], NULL, stdout);
    }
}

static int doctor(const il_arguments *arguments)
{
    (void)arguments; // it takes none
    il_error err = {0};
    tell_versions();
    il_library *library = il_library_create(&err);
    bool good = library != NULL;
    if (good) {
        il_show_imports(library);
        tell_folder(_("ours"), il_library_share(library));
        tell_folder(_("yours"), il_library_user(library));
        tell_importer();
        good = tell_voices(library, &err);
    }
    if (good) {
        tell_names(library, IL_SOUND_BED, _("beds"));
        tell_names(library, IL_SOUND_BELL, _("bells"));
        good = tell_sessions(library, &err) && il_library_prove(library, &err);
    }
    if (good) {
        tell_faults(library);
    }
    il_library_destroy(library);
    return good ? IL_EXIT_DONE : il_say_error(&err);
}

static const il_option options[] = {{0}};

const il_command il_command_doctor = {
    .name = "doctor",
    .operands = "",
    .fewest = 0,
    .most = 0,
    .summary = N_("say what was found, for a report of what does not work"),
    .notes = N_("It names folders and counts what is in them; no words of any session."),
    .options = options,
    .run = doctor,
};
