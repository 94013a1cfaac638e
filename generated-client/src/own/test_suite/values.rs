//! Values of the file: kinds, tools, voices, and references to metrics.

use crate::runtime::{from_arms, open_enum, open_union};

open_enum! {
    /// The kind of a test case's script.
    pub enum TestCaseKind {
        /// The caller follows a script of conditions and actions.
        ConditionalActions = "conditional_actions",
        /// The caller follows instructions; the default.
        Instruction = "instruction",
        /// `real_world_fixed`.
        RealWorldFixed = "real_world_fixed",
        /// `real_world_smart`.
        RealWorldSmart = "real_world_smart",
    }
}

open_enum! {
    /// An ability of the caller beside speaking.
    pub enum Tool {
        /// Putting the call on hold.
        CallHold = "call_hold",
        /// Pressing keys.
        Dtmf = "dtmf",
        /// Ending the call.
        EndCall = "end_call",
        /// Ending the call only when it is transferred.
        EndCallOnlyOnTransfer = "end_call_only_on_transfer",
        /// Hearing keys that are pressed.
        ReceiveDtmf = "receive_dtmf",
        /// Sending text messages.
        SendSms = "send_sms",
    }
}

open_enum! {
    /// A provider of voices.
    pub enum VoiceProvider {
        /// ElevenLabs.
        ElevenLabs = "11labs",
        /// Cartesia.
        Cartesia = "cartesia",
    }
}

open_enum! {
    /// A model of voices.
    pub enum VoiceModel {
        /// Flash 2.5 of ElevenLabs.
        ElevenFlashV25 = "eleven_flash_v2_5",
        /// Multilingual 2 of ElevenLabs.
        ElevenMultilingualV2 = "eleven_multilingual_v2",
        /// Turbo 2.5 of ElevenLabs.
        ElevenTurboV25 = "eleven_turbo_v2_5",
        /// Sonic 3.5 of Cartesia.
        Sonic35 = "sonic-3.5",
    }
}

open_union! {
    /// An existing metric of the project, by id or by slug. A slug is the same in every project
    /// that has such a metric.
    pub enum MetricRef {
        /// The id of the metric.
        Id(i64),
        /// The slug of the metric: lower-case letters, digits and `_`.
        Slug(String),
    }
}

from_arms! {
    enum MetricRef { Id(i64), Slug(String) }
}
