// "For some customers only" in C: the twin of plugins/group-only, with its manifest, catalogs and cases.
//
// A percentage or an amount off for chosen groups or tags of customers. All numbers are integers: cents, and
// hundredths of a percent. Types and functions are those that wit-bindgen makes of sdk/wit: see ../README.md.

#include <stdlib.h>
#include <string.h>

#include "program.h"

typedef comptoir_policy_types_setting_value_t value_t;
typedef comptoir_policy_types_text_t text_t;
typedef comptoir_policy_facts_line_t line_t;
typedef comptoir_policy_effects_effect_t effect_t;

enum { MOST_EFFECTS = 2, MOST_CONDITIONS = 4 };

// What is asked and what is answered so far.
typedef struct {
    const program_list_setting_t *settings;
    const program_sale_t *sale;
    program_proposal_t *out;
    bool explain;
} asked_t;

static program_string_t words(const char *text) {
    return (program_string_t){ (uint8_t *)text, strlen(text) };
}

static bool same(program_string_t a, program_string_t b) {
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static bool holds(program_list_string_t set, program_string_t code) {
    for (size_t at = 0; at < set.len; at++) {
        if (same(set.ptr[at], code)) {
            return true;
        }
    }
    return false;
}

// Settings that the manifest declares are always given, with the type that it declares.
static const value_t *setting(const program_list_setting_t *settings, const char *key, uint8_t type) {
    for (size_t at = 0; at < settings->len; at++) {
        if (same(settings->ptr[at].key, words(key)) && settings->ptr[at].value.tag == type) {
            return &settings->ptr[at].value;
        }
    }
    abort();
}

static program_list_string_t codes(const program_list_setting_t *settings, const char *key) {
    return setting(settings, key, COMPTOIR_POLICY_TYPES_SETTING_VALUE_CODES)->val.codes;
}

static int64_t money(const program_list_setting_t *settings, const char *key) {
    return setting(settings, key, COMPTOIR_POLICY_TYPES_SETTING_VALUE_MONEY)->val.money;
}

// A message of the catalogs, without arguments.
static text_t text(const char *key) {
    text_t text = { .tag = COMPTOIR_POLICY_TYPES_TEXT_KEY };
    text.val.key.key = words(key);
    return text;
}

static comptoir_policy_types_value_t yes(bool yes) {
    comptoir_policy_types_value_t value = { .tag = COMPTOIR_POLICY_TYPES_VALUE_YES };
    value.val.yes = yes;
    return value;
}

static comptoir_policy_types_value_t cents(int64_t amount) {
    comptoir_policy_types_value_t value = { .tag = COMPTOIR_POLICY_TYPES_VALUE_MONEY };
    value.val.money = amount;
    return value;
}

// Notes a condition for the "why?" of the screen, and tells whether it held.
static bool require(asked_t *asked, const char *what, bool held, comptoir_policy_types_value_t expected,
                    comptoir_policy_types_value_t actual) {
    comptoir_policy_effects_list_condition_t *why = &asked->out->why;
    if (asked->explain && why->len < MOST_CONDITIONS) {
        why->ptr[why->len++] = (comptoir_policy_effects_condition_t){ held, text(what), expected, actual };
    }
    return held;
}

static bool require_true(asked_t *asked, const char *what, bool held) {
    return require(asked, what, held, yes(true), yes(held));
}

static effect_t *propose(asked_t *asked, uint8_t kind) {
    comptoir_policy_effects_list_effect_t *effects = &asked->out->effects;
    if (effects->len == MOST_EFFECTS) {
        abort();
    }
    effect_t *effect = &effects->ptr[effects->len++];
    *effect = (effect_t){ .tag = kind };
    return effect;
}

static void say(asked_t *asked, uint8_t where, text_t text) {
    comptoir_policy_effects_message_t message = { .to = where, .weight = 50, .text = text };
    propose(asked, COMPTOIR_POLICY_EFFECTS_EFFECT_MESSAGE)->val.message = message;
}

// Tells whether the customer is in one of the groups or has one of the tags.
static bool is_chosen(const asked_t *asked) {
    const comptoir_policy_facts_customer_t *customer = &asked->sale->customer.val;
    program_list_string_t tags = codes(asked->settings, "customer_tags");
    bool tagged = false;
    for (size_t at = 0; at < customer->tags.len; at++) {
        tagged |= holds(tags, customer->tags.ptr[at]);
    }
    return tagged || (customer->group.is_some && holds(codes(asked->settings, "groups"), customer->group.val));
}

// Tells whether the line's item is one of those in question: the whole shop when none is named.
static bool is_among(const asked_t *asked, const line_t *line) {
    program_list_string_t departments = codes(asked->settings, "departments"), items = codes(asked->settings, "items");
    const comptoir_policy_facts_item_t *item = &asked->sale->items.ptr[line->item];
    if ((departments.len == 0 && items.len == 0) || holds(items, item->sku)) {
        return true;
    }
    program_option_u32_t place = { true, item->department };
    for (size_t up = 0; place.is_some && up < asked->sale->departments.len; up++) {
        const comptoir_policy_facts_department_t *department = &asked->sale->departments.ptr[place.val];
        if (holds(departments, department->code)) {
            return true;
        }
        place = department->parent;
    }
    return false;
}

// Finds the lines that may be reduced, and adds up what is left to pay for them.
static comptoir_policy_effects_list_line_id_t lines_of(const asked_t *asked, int64_t *gross) {
    comptoir_policy_facts_list_line_t all = asked->sale->lines;
    comptoir_policy_effects_list_line_id_t found = { calloc(all.len, sizeof *found.ptr), 0 };
    for (size_t at = 0; at < all.len; at++) {
        const line_t *line = &all.ptr[at];
        bool paid = line->kind == COMPTOIR_POLICY_FACTS_LINE_KIND_ITEM && line->gross > 0;
        if (paid && line->discountable && is_among(asked, line)) {
            found.ptr[found.len++] = line->id;
            if (__builtin_add_overflow(*gross, line->gross, gross)) {
                abort();
            }
        }
    }
    return found;
}

static void reduce(asked_t *asked, comptoir_policy_effects_list_line_id_t lines, int64_t gross) {
    comptoir_policy_effects_discount_t discount = { .label = text("discount-label") };
    discount.target.tag = COMPTOIR_POLICY_EFFECTS_TARGET_LINES;
    discount.target.val.lines = lines;
    program_string_t benefit = setting(asked->settings, "benefit", COMPTOIR_POLICY_TYPES_SETTING_VALUE_TEXT)->val.text;
    if (same(benefit, words("percent"))) {
        discount.benefit.tag = COMPTOIR_POLICY_EFFECTS_BENEFIT_PERCENT;
        discount.benefit.val.percent =
            setting(asked->settings, "percent", COMPTOIR_POLICY_TYPES_SETTING_VALUE_PERCENT)->val.percent;
    } else {
        int64_t amount = money(asked->settings, "amount");
        discount.benefit.tag = COMPTOIR_POLICY_EFFECTS_BENEFIT_AMOUNT;
        discount.benefit.val.amount = amount < gross ? amount : gross;
    }
    propose(asked, COMPTOIR_POLICY_EFFECTS_EFFECT_DISCOUNT)->val.discount = discount;
}

static void say_missing(asked_t *asked, int64_t missing) {
    comptoir_policy_types_argument_t *argument = calloc(1, sizeof *argument);
    *argument = (comptoir_policy_types_argument_t){ words("missing"), cents(missing) };
    text_t message = text("cashier-missing");
    message.val.key.arguments = (comptoir_policy_types_list_argument_t){ argument, 1 };
    say(asked, COMPTOIR_POLICY_EFFECTS_SURFACES_CASHIER, message);
}

bool exports_program_prepare(program_list_setting_t *settings, program_plan_t *plan,
                             program_list_setting_issue_t *issues) {
    plan->questions.len = 0;
    if (codes(settings, "groups").len > 0 || codes(settings, "customer_tags").len > 0) {
        return true;
    }
    issues->ptr = calloc(1, sizeof *issues->ptr);
    issues->ptr[0] = (program_setting_issue_t){ words("groups"), text("issue-nobody") };
    issues->len = 1;
    return false;
}

bool exports_program_evaluate(program_list_setting_t *settings, program_sale_t *sale, bool explain,
                              program_proposal_t *out, program_string_t *fault) {
    (void)fault;
    out->effects = (comptoir_policy_effects_list_effect_t){ calloc(MOST_EFFECTS, sizeof *out->effects.ptr), 0 };
    out->why = (comptoir_policy_effects_list_condition_t){ calloc(MOST_CONDITIONS, sizeof *out->why.ptr), 0 };
    asked_t asked = { settings, sale, out, explain };
    if (!sale->customer.is_some) {
        require_true(&asked, "why-customer", false);
        return true;
    }
    if (!require_true(&asked, "why-chosen", is_chosen(&asked))) {
        return true;
    }
    say(&asked, COMPTOIR_POLICY_EFFECTS_SURFACES_CUSTOMER_PANEL, text("badge"));
    int64_t gross = 0, least = money(settings, "least");
    comptoir_policy_effects_list_line_id_t lines = lines_of(&asked, &gross);
    if (!require_true(&asked, "why-lines", lines.len > 0)) {
        return true;
    }
    if (require(&asked, "why-least", gross >= least, cents(least), cents(gross))) {
        reduce(&asked, lines, gross);
    } else {
        say_missing(&asked, least - gross);
    }
    return true;
}
