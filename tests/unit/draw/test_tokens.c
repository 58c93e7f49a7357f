#include "draw/tokens.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include <cmocka.h>

/* The C tables against assets/tokens.yaml, from which the pictures of the design were drawn. */

static yaml_document_t tokens;

static int set_up(void **state)
{
    (void)state;
    yaml_parser_t parser;
    FILE *in = fopen("assets/tokens.yaml", "rb");
    assert_non_null(in);
    assert_true(yaml_parser_initialize(&parser));
    yaml_parser_set_input_file(&parser, in);
    assert_true(yaml_parser_load(&parser, &tokens));
    yaml_parser_delete(&parser);
    fclose(in);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    yaml_document_delete(&tokens);
    return 0;
}

static yaml_node_t *child(yaml_node_t *map, const char *key)
{
    assert_int_equal(map->type, YAML_MAPPING_NODE);
    for (yaml_node_pair_t *pair = map->data.mapping.pairs.start; pair < map->data.mapping.pairs.top;
         pair++) {
        yaml_node_t *name = yaml_document_get_node(&tokens, pair->key);
        if (strcmp((const char *)name->data.scalar.value, key) == 0) {
            return yaml_document_get_node(&tokens, pair->value);
        }
    }
    fail_msg("no %s in the tokens", key);
    return NULL;
}

/* "themes.night.bg.top" */
static yaml_node_t *find(const char *path)
{
    yaml_node_t *node = yaml_document_get_root_node(&tokens);
    char copy[96];
    snprintf(copy, sizeof copy, "%s", path);
    for (char *key = strtok(copy, "."); key; key = strtok(NULL, ".")) {
        node = child(node, key);
    }
    return node;
}

static const char *item(yaml_node_t *list, int index)
{
    assert_int_equal(list->type, YAML_SEQUENCE_NODE);
    return (const char *)yaml_document_get_node(&tokens, list->data.sequence.items.start[index])
        ->data.scalar.value;
}

static void assert_colour(const char *path, il_colour colour)
{
    const char *text = (const char *)find(path)->data.scalar.value;
    char is[8];
    snprintf(is, sizeof is, "#%02X%02X%02X", colour.r, colour.g, colour.b);
    if (strcasecmp(text, is) != 0) {
        fail_msg("%s is %s, not %s", path, text, is);
    }
}

static void test_every_colour_of_every_theme(void **state)
{
    (void)state;
    static const char *const names[] = {"night", "dawn", "contrast"};
    for (int i = 0; i < IL_THEMES; i++) {
        const il_token_theme *theme = &il_tokens_themes[i];
        const struct {
            const char *path;
            il_colour colour;
        } rows[] = {
            {"bg.top", theme->bg.top},
            {"bg.mid", theme->bg.mid},
            {"bg.bottom", theme->bg.bottom},
            {"bg.glow", theme->bg.glow},
            {"bg.ember", theme->bg.ember},
            {"glow", theme->glow},
            {"line", theme->line},
            {"surface", theme->surface},
            {"button.fill", theme->button.fill},
            {"button.ink", theme->button.ink},
            {"text.1", theme->text[0]},
            {"text.2", theme->text[1]},
            {"text.3", theme->text[2]},
            {"accent.warm", theme->accent.warm},
            {"accent.cool", theme->accent.cool},
            {"accent.dusk", theme->accent.dusk},
            {"accent.rose", theme->accent.rose},
            {"accent.gold", theme->accent.gold},
            {"accent.leaf", theme->accent.leaf},
            {"focus", theme->focus},
            {"lotus.outer", theme->lotus.outer},
            {"lotus.mid", theme->lotus.mid},
            {"lotus.inner", theme->lotus.inner},
            {"lotus.seed", theme->lotus.seed},
            {"lotus.ink", theme->lotus.ink},
            {"body.base", theme->body.base},
            {"body.rim", theme->body.rim},
            {"body.tense", theme->body.tense},
            {"body.release", theme->body.release},
            {"body.done", theme->body.done},
            {"status.ok", theme->status.ok},
            {"status.warn", theme->status.warn},
            {"status.stop", theme->status.stop},
        };
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
            char path[96];
            snprintf(path, sizeof path, "themes.%s.%s", names[i], rows[k].path);
            assert_colour(path, rows[k].colour);
        }
        char blend[64];
        snprintf(blend, sizeof blend, "themes.%s.blend", names[i]);
        assert_string_equal(find(blend)->data.scalar.value,
                            theme->blend == IL_BLEND_ADD ? "add" : "alpha");
    }
}

static void test_every_role_of_type(void **state)
{
    (void)state;
    static const char *const roles[] = {"display", "title",   "phase",  "numeral",
                                        "heading", "caption", "prompt", "read",
                                        "body",    "label",   "small"};
    static const char *const fonts[] = {"serif_display", "serif_text",  "serif_strong",
                                        "sans",          "sans_medium", "sans_strong"};
    for (int role = 0; role < IL_ROLES; role++) {
        char path[64];
        snprintf(path, sizeof path, "type.%s", roles[role]);
        yaml_node_t *row = find(path);
        const il_token_type *token = &il_tokens_type[role];
        assert_string_equal(item(row, 0), fonts[token->font]);
        assert_true(atoi(item(row, 1)) == (int)token->size_u);
        assert_true(atoi(item(row, 2)) == (int)token->line_u);
        assert_true(atoi(item(row, 3)) == (int)token->least_px);
    }
}

static void test_the_glows_of_the_grounds(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        il_ground_kind kind;
    } grounds[] = {{"backgrounds.breathe", IL_GROUND_BREATHE},
                   {"backgrounds.close", IL_GROUND_CLOSE}};
    for (size_t g = 0; g < sizeof grounds / sizeof *grounds; g++) {
        yaml_node_t *list = find(grounds[g].path);
        int count = 0;
        const il_token_glow *glows = il_tokens_glows(grounds[g].kind, &count);
        assert_true(list->data.sequence.items.top - list->data.sequence.items.start == count);
        for (int i = 0; i < count; i++) {
            yaml_node_t *glow = yaml_document_get_node(&tokens, list->data.sequence.items.start[i]);
            const double is[] = {glows[i].x_w, glows[i].y_h, glows[i].radius_h, glows[i].stretch};
            for (int k = 0; k < 4; k++) {
                assert_true(strtod(item(glow, k), NULL) == is[k]);
            }
            assert_string_equal(item(glow, 4), glows[i].colour == IL_GLOW_EMBER ? "ember" : "glow");
            assert_true(strtod(item(glow, 5), NULL) == glows[i].alpha);
        }
    }
}

static void assert_number(const char *path, double is)
{
    const double wanted = strtod((const char *)find(path)->data.scalar.value, NULL);
    if (wanted != is) {
        fail_msg("%s is %g, not %g", path, wanted, is);
    }
}

/* Numbers of a list, which are as many as `count`. */
static void assert_numbers(const char *path, const double *are, int count)
{
    yaml_node_t *list = find(path);
    assert_int_equal(list->type, YAML_SEQUENCE_NODE);
    assert_int_equal(list->data.sequence.items.top - list->data.sequence.items.start, count);
    for (int i = 0; i < count; i++) {
        if (strtod(item(list, i), NULL) != are[i]) {
            fail_msg("number %d of %s is %s, not %g", i, path, item(list, i), are[i]);
        }
    }
}

static void test_the_numbers_of_the_layout(void **state)
{
    (void)state;
    const il_token_geometry *is = &il_tokens_geometry;
    const struct {
        const char *path;
        double number;
    } rows[] = {
        {"layout.content_width_h", is->content_width_h},
        {"layout.player.visual_y", is->player.visual_y},
        {"layout.player.visual_r", is->player.visual_r},
        {"layout.player.word_y", is->player.word_y},
        {"layout.player.caption_y", is->player.caption_y},
        {"layout.player.caption_pitch", is->player.caption_pitch},
        {"layout.player.controls_y", is->player.controls_y},
        {"layout.player.pause_r", is->player.pause_r},
        {"layout.player.step_r", is->player.step_r},
        {"text_scale.compact_above", is->compact.above},
        {"text_scale.visual_r", is->compact.visual_r},
        {"text_scale.visual_y", is->compact.visual_y},
        {"text_scale.caption_base", is->compact.caption_base},
        {"geometry.seed_r", is->seed_r},
        {"geometry.lotus.base", is->lotus.base},
        {"geometry.lotus.heart.seed", is->lotus.heart_seed},
        {"geometry.lotus.petal_texture.peak", is->petal.peak},
        {"geometry.lotus.petal_texture.half_width", is->petal.half_width},
        {"geometry.lotus.petal_texture.round", is->petal.round},
        {"geometry.cycle_ring.r", is->cycle_ring.r},
        {"geometry.cycle_ring.gap_rad", is->cycle_ring.gap_rad},
        {"geometry.cycle_ring.width", is->cycle_ring.width},
        {"geometry.cycle_ring.alpha_active", is->cycle_ring.alpha_active},
        {"geometry.cycle_ring.alpha_rest", is->cycle_ring.alpha_rest},
        {"geometry.cycle_ring.bead", is->cycle_ring.bead},
        {"geometry.cycle_ring.bead_glow", is->cycle_ring.bead_glow},
        {"geometry.hold_ring.r", is->hold_ring.r},
        {"geometry.hold_ring.width", is->hold_ring.width},
        {"geometry.hold_ring.alpha", is->hold_ring.alpha},
        {"geometry.hold_ring.track", is->hold_ring.track},
        {"geometry.ritual.horizon", is->ritual.horizon},
        {"geometry.ritual.rx_w", is->ritual.rx_w},
        {"geometry.ritual.ry", is->ritual.ry},
        {"geometry.ritual.seed", is->ritual.seed},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_number(rows[i].path, rows[i].number);
    }
    assert_numbers("geometry.lotus.bloom.r", is->lotus.bloom_r, 2);
    assert_numbers("geometry.lotus.bloom.alpha", is->lotus.bloom_alpha, 2);
    assert_numbers("geometry.lotus.heart.r", is->lotus.heart_r, 2);
    assert_numbers("geometry.lotus.heart.alpha", is->lotus.heart_alpha, 2);
    assert_numbers("geometry.lotus.petal_texture.exponents", is->petal.exponents, 2);
}

static void test_the_whorls_of_the_lotus(void **state)
{
    (void)state;
    const struct {
        const char *name;
        const il_token_whorl *is;
    } whorls[] = {{"outer", &il_tokens_geometry.lotus.outer},
                  {"mid", &il_tokens_geometry.lotus.mid},
                  {"inner", &il_tokens_geometry.lotus.inner}};
    for (size_t i = 0; i < sizeof whorls / sizeof *whorls; i++) {
        const il_token_whorl *is = whorls[i].is;
        const struct {
            const char *key;
            double number;
        } rows[] = {
            {"count", is->count}, {"angle", is->angle}, {"spin", is->spin}, {"pow", is->pow}};
        const struct {
            const char *key;
            const double *pair;
        } pairs[] = {{"len", is->length}, {"wid", is->width}, {"alpha", is->alpha}};
        char path[96];
        for (int k = 0; k < 4; k++) {
            snprintf(path, sizeof path, "geometry.lotus.%s.%s", whorls[i].name, rows[k].key);
            assert_number(path, rows[k].number);
        }
        for (int k = 0; k < 3; k++) {
            snprintf(path, sizeof path, "geometry.lotus.%s.%s", whorls[i].name, pairs[k].key);
            assert_numbers(path, pairs[k].pair, 2);
        }
    }
}

/* The ritual's blue glow is told in words there: it follows the seed. */
static void test_the_ground_of_the_ritual(void **state)
{
    (void)state;
    int count = 0;
    const il_token_glow *glows = il_tokens_glows(IL_GROUND_RITUAL, &count);
    assert_int_equal(count, 2);
    yaml_node_t *list = find("backgrounds.ritual");
    yaml_node_t *ember = yaml_document_get_node(&tokens, *list->data.sequence.items.start);
    const double are[] = {glows[1].x_w, glows[1].y_h, glows[1].radius_h, glows[1].stretch};
    for (int k = 0; k < 4; k++) {
        assert_true(strtod(item(ember, k), NULL) == are[k]);
    }
    assert_string_equal(item(ember, 4), "ember");
    assert_true(strtod(item(ember, 5), NULL) == glows[1].alpha);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_colour_of_every_theme),
        cmocka_unit_test(test_every_role_of_type),
        cmocka_unit_test(test_the_glows_of_the_grounds),
        cmocka_unit_test(test_the_ground_of_the_ritual),
        cmocka_unit_test(test_the_numbers_of_the_layout),
        cmocka_unit_test(test_the_whorls_of_the_lotus),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
