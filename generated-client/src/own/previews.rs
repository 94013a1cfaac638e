//! From the preview of a metric to the metric.

use crate::types::{MetricPreviewData, NewMetric};

/// The metric as it was tried, to create it. Where it belongs (`project`, `agents`) is yet to be
/// set.
impl From<MetricPreviewData> for NewMetric {
    fn from(tried: MetricPreviewData) -> Self {
        let mut metric = NewMetric::new(tried.name).eval_type(tried.eval_type).kind(tried.kind);
        metric.audio_enabled = tried.audio_enabled;
        metric.custom_code = tried.custom_code;
        metric.description = tried.description;
        metric.enum_values = tried.enum_values;
        metric.evaluation_trigger = tried.evaluation_trigger;
        metric.evaluation_trigger_custom_code = tried.evaluation_trigger_custom_code;
        metric.evaluation_trigger_prompt = tried.evaluation_trigger_prompt;
        metric.prompt = tried.prompt;
        metric.trigger_type = tried.trigger_type;
        metric
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use crate::types::{MetricPreviewData, NewMetric};

    #[test]
    fn what_was_tried_is_what_is_created() {
        let tried = json!({
            "audio_enabled": true, "custom_code": "c", "description": "d", "enum_values": ["a"],
            "eval_type": "enum", "evaluation_trigger": "custom", "name": "n", "prompt": "p",
            "evaluation_trigger_custom_code": "tc", "evaluation_trigger_prompt": "tp",
            "trigger_type": "custom_code", "type": "llm_judge",
        });
        let data: MetricPreviewData = from_value(tried.clone()).expect("a preview");
        assert_eq!(to_value(&data).expect("JSON"), tried, "a field is missing here");
        assert_eq!(to_value(NewMetric::from(data)).expect("JSON"), tried);
    }
}
