use crate::{read, written};
use all_of_arms_differ::types::{NamedChart, NamedChartSource};

#[test]
fn values_of_each_arm_are_read_and_written() {
    for text in [
        r#"{"area":"north","layers":5,"name":"a","source":"tiles","zoom":3.0}"#,
        r#"{"area":[1.5,2.0],"name":"a","source":"wms","zoom":0.5}"#,
    ] {
        let chart: NamedChart = read(text);
        assert!(!matches!(chart.source, NamedChartSource::Unknown(_)));
        assert_eq!(written(&chart), text);
    }
}
