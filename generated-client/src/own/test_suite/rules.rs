//! The rules of the format, version 1, as tables. They say the same as the vendor's JSON Schema of
//! the file, and a test holds them to it.

use crate::runtime::{Json, JsonObject};

/// The version of the format.
pub(super) const VERSION: &str = "1";

/// The rule of a value.
#[derive(Debug)]
pub(super) enum Rule {
    /// A text of so many characters.
    Text { least: usize, most: usize },
    /// A text of lower-case letters, digits and `_`, at least one.
    Slug,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// An integer from 1.
    Count,
    /// A number within these bounds.
    Number { least: f64, most: f64 },
    /// `true` or `false`.
    Flag,
    /// A list of so many items.
    List { items: &'static Rule, least: usize, most: usize },
    /// An object with these members.
    Object(&'static Object),
    /// An object with any members.
    AnyObject,
    /// The id of something that exists, or a value of another kind.
    IdOr(&'static Rule),
}

/// The rule of an object. It has no other members.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) members: &'static [(&'static str, Rule)],
    /// The least number of members.
    pub(super) least: usize,
    /// Returns the members that are required beside these.
    pub(super) needs: fn(&JsonObject) -> Needs,
}

/// The required members of an object, and the alternative to them.
#[derive(Debug)]
pub(super) struct Needs {
    pub(super) members: &'static [&'static str],
    /// Completes "add it, or …".
    pub(super) or: Option<&'static str>,
}

/// A text of any length.
const TEXT: Rule = Rule::Text { least: 0, most: usize::MAX };
/// A short text.
const NAME: Rule = Rule::Text { least: 0, most: 255 };
/// A text that is not empty.
const SOME_TEXT: Rule = Rule::Text { least: 1, most: usize::MAX };

const LANGUAGE: Rule = Rule::OneOf(&[
    "af", "ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "gu", "he", "hi",
    "hu", "id", "it", "ja", "kn", "ko", "ml", "mr", "ms", "multi", "nl", "no", "pa", "pl", "pt",
    "ro", "ru", "sk", "sv", "ta", "te", "th", "tl", "tr", "uk", "vi", "zh",
]);

const METRICS: Rule = Rule::List { items: &Rule::IdOr(&Rule::Slug), least: 0, most: 64 };
const TAGS: Rule = Rule::List { items: &Rule::Text { least: 0, most: 64 }, least: 0, most: 32 };
const TOOLS: Rule = Rule::List {
    items: &Rule::OneOf(&[
        "call_hold",
        "dtmf",
        "end_call",
        "end_call_only_on_transfer",
        "receive_dtmf",
        "send_sms",
    ]),
    least: 0,
    most: 16,
};
const PERSONALITY: Rule = Rule::IdOr(&Rule::Object(&INLINE_PERSONALITY));
const TEST_PROFILE: Rule = Rule::IdOr(&Rule::Object(&INLINE_TEST_PROFILE));

/// The whole file.
pub(super) static SUITE: Object = Object {
    members: &[
        ("$schema", TEXT),
        ("defaults", Rule::Object(&DEFAULTS)),
        ("scenarios", Rule::List { items: &Rule::Object(&TEST_CASE), least: 1, most: 200 }),
        ("suite", Rule::Object(&INFO)),
        ("version", Rule::OneOf(&[VERSION])),
    ],
    least: 0,
    needs: |_| Needs { members: &["version", "scenarios"], or: None },
};

static INFO: Object =
    Object { members: &[("description", TEXT), ("name", NAME)], least: 0, needs: nothing };

static DEFAULTS: Object = Object {
    members: &[
        ("concurrency_limit", Rule::Count),
        ("frequency", Rule::Count),
        ("language", LANGUAGE),
        ("max_duration", Rule::Count),
        ("metrics", METRICS),
        ("personality", PERSONALITY),
        ("tags", TAGS),
        ("test_profile", TEST_PROFILE),
    ],
    least: 0,
    needs: nothing,
};

static TEST_CASE: Object = Object {
    members: &[
        ("conditional_actions", Rule::AnyObject),
        ("expected_outcome", TEXT),
        ("first_message", TEXT),
        ("frequency", Rule::Count),
        ("instructions", TEXT),
        ("key", Rule::Text { least: 0, most: 128 }),
        ("language", LANGUAGE),
        ("max_duration", Rule::Count),
        ("metrics", METRICS),
        ("name", Rule::Text { least: 1, most: 80 }),
        ("personality", PERSONALITY),
        ("tags", TAGS),
        ("test_profile", TEST_PROFILE),
        ("tools", TOOLS),
        (
            "type",
            Rule::OneOf(&[
                "conditional_actions",
                "instruction",
                "real_world_fixed",
                "real_world_smart",
            ]),
        ),
    ],
    least: 0,
    needs: |case| match case.get("type").and_then(Json::as_str) {
        Some("conditional_actions") => Needs {
            members: &["name", "conditional_actions", "language"],
            or: Some("set another `type` and add `instructions`"),
        },
        _ => Needs {
            members: &["name", "instructions"],
            or: Some(
                "set `type` to `conditional_actions` and add `conditional_actions` and `language`",
            ),
        },
    },
};

static INLINE_PERSONALITY: Object = Object {
    members: &[
        ("accent", NAME),
        ("background_noise", TEXT),
        ("base", Rule::Count),
        ("end_call_enabled", Rule::Flag),
        ("language", LANGUAGE),
        ("name", NAME),
        ("prompt", SOME_TEXT),
        ("provider", Rule::OneOf(&["11labs", "cartesia"])),
        ("speed", Rule::Number { least: 0.8, most: 1.2 }),
        ("voice_id", SOME_TEXT),
        (
            "voice_model",
            Rule::OneOf(&[
                "eleven_flash_v2_5",
                "eleven_multilingual_v2",
                "eleven_turbo_v2_5",
                "sonic-3.5",
            ]),
        ),
    ],
    least: 0,
    needs: |personality| match personality.contains_key("base") {
        true => nothing(personality),
        false => Needs {
            members: &["prompt", "language", "voice_model", "voice_id", "background_noise"],
            or: Some("name the personality to change in `base`"),
        },
    },
};

static INLINE_TEST_PROFILE: Object = Object {
    members: &[
        ("agent_variables", Rule::AnyObject),
        ("caller_variables", Rule::AnyObject),
        ("name", NAME),
    ],
    least: 1,
    needs: nothing,
};

/// All objects, each with the place where it is in the file, for help with misplaced members.
pub(super) static OBJECTS: [(&str, &Object); 6] = [
    ("the file itself", &SUITE),
    ("`suite`", &INFO),
    ("`defaults`", &DEFAULTS),
    ("each of `scenarios`", &TEST_CASE),
    ("`personality`", &INLINE_PERSONALITY),
    ("`test_profile`", &INLINE_TEST_PROFILE),
];

/// The members of the request that runs the file.
pub(super) const OF_REQUEST: [&str; 6] =
    ["agent_id", "channel", "dry_run", "file", "livekit_data", "pipecat_data"];

fn nothing(_: &JsonObject) -> Needs {
    Needs { members: &[], or: None }
}
