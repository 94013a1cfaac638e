//! The callers of test cases.

use crate::own::test_suite::object::object;
use crate::own::test_suite::values::{VoiceModel, VoiceProvider};
use crate::runtime::{Decode, Encode, Json, Sink, Source, codec, from_arms, open_union};
use crate::types::ScenarioLanguage;

open_union! {
    /// A caller: an existing personality, or one for this run only.
    pub enum Personality {
        /// The id of an existing personality.
        Id(i64),
        /// A personality for this run only.
        Inline(InlinePersonality),
    }
}

from_arms! {
    enum Personality { Id(i64), Inline(InlinePersonality) }
}

object! {
    /// A personality for one run: an existing one with changes, or a new one. It is not stored.
    ///
    /// ```
    /// use cekura::test_suite::{InlinePersonality, VoiceModel};
    /// use cekura::types::ScenarioLanguage;
    ///
    /// let slow = InlinePersonality::based_on(693).speed(0.8);
    /// let new = InlinePersonality::new(
    ///     "You are in a hurry.",
    ///     ScenarioLanguage::De,
    ///     VoiceModel::Sonic35,
    ///     "a voice of the provider",
    ///     "off",
    /// );
    /// # assert_eq!((slow.base, new.base), (Some(693), None));
    /// ```
    pub struct InlinePersonality {
        required {}
        optional {
            /// The id of the personality to change. A new one has none.
            base: i64 = "base",
            /// The name, at most 255 characters.
            name: String = "name",
            /// A description of the caller's behaviour.
            prompt: String = "prompt",
            /// The language that the caller speaks.
            language: ScenarioLanguage = "language",
            /// The accent, at most 255 characters.
            accent: String = "accent",
            /// The provider of the voice.
            provider: VoiceProvider = "provider",
            /// The model of the voice.
            voice_model: VoiceModel = "voice_model",
            /// The provider's id of the voice.
            voice_id: String = "voice_id",
            /// The sound behind the caller: `off`, `office` or the URL of a recording.
            background_noise: String = "background_noise",
            /// The pace, 0.8 to 1.2; 1 is normal.
            speed: f64 = "speed",
            /// Lets the caller end the call if `true`.
            end_call_enabled: bool = "end_call_enabled",
        }
        lists {}
    }
}

impl InlinePersonality {
    /// Creates a new personality, with everything that it needs.
    pub fn new(
        prompt: impl Into<String>,
        language: ScenarioLanguage,
        voice_model: VoiceModel,
        voice_id: impl Into<String>,
        background_noise: impl Into<String>,
    ) -> Self {
        let voice = Self::default().voice_model(voice_model).voice_id(voice_id);
        voice.prompt(prompt).language(language).background_noise(background_noise)
    }

    /// Creates changes to an existing personality.
    pub fn based_on(id: i64) -> Self {
        Self::default().base(id)
    }
}
