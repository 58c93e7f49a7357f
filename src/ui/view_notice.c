#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "ui/view_inside.h"

static const int64_t notice_fade_ms = 600;

void il_view_say(il_view *view, il_notice kind, const char *text, const char *button,
                 int64_t until_ms)
{
    snprintf(view->notices[kind].text, IL_NOTICE_SIZE, "%s", text);
    view->notices[kind].button = button;
    view->notices[kind].until_ms = until_ms;
}

void il_view_unsay(il_view *view, il_notice kind)
{
    view->notices[kind].text[0] = '\0';
}

void il_view_tell(il_view *view, const char *text, il_moment now)
{
    il_view_say(view, IL_NOTICE_INFO, text, NULL, now.ms + 8000);
}

/* The most pressing of what there is to say, -1 when there is nothing. */
static int wanted_notice(il_view *view, int64_t now_ms)
{
    int wanted = -1;
    for (int i = IL_NOTICES - 1; i >= 0; i--) {
        if (view->notices[i].until_ms && now_ms >= view->notices[i].until_ms) {
            il_view_unsay(view, (il_notice)i);
        }
        wanted = view->notices[i].text[0] ? i : wanted;
    }
    return wanted;
}

/* A line goes before another comes; within one kind the words change in place. */
void il_view_update_notice(il_view *view, il_moment now)
{
    const int wanted = wanted_notice(view, now.ms);
    if (wanted != view->shown && il_ramp_at(&view->notice_alpha, now.ms) > 0.0f) {
        il_ramp_to(&view->notice_alpha, 0.0f, notice_fade_ms, IL_EASE_LEAVE, now.ms);
        return;
    }
    view->shown = wanted;
    if (wanted >= 0) {
        memcpy(view->shown_text, view->notices[wanted].text, IL_NOTICE_SIZE);
        view->shown_button = view->notices[wanted].button;
        il_ramp_to(&view->notice_alpha, 1.0f, notice_fade_ms, IL_EASE_ENTER, now.ms);
    }
}
