//! The table of the operations that answer with JSON, or with nothing: the call that makes each.

use std::fmt::Debug;

use cekura::codec::Drift;
use cekura::codec::Slot;
use cekura::types::CreateAgentResponse;
use cekura::{Call, Client, Error, Json};
use serde_json::{json, to_value};

/// An operation, and its call with any arguments.
pub(super) struct Operation {
    /// The resource, the version if it has one, and the method: `metrics/v1/list`.
    pub(super) name: String,
    pub(super) send: fn(&Client) -> Result<Read, Error>,
}

/// A response that was read.
pub(super) struct Read {
    /// The value, as the client writes it.
    pub(super) value: Json,
    pub(super) drift: Vec<Drift>,
    /// The value as Rust prints it: a value that the types do not know is `Unknown(…)` there.
    pub(super) printed: String,
}

/// Returns all of them.
pub(super) fn operations() -> Vec<Operation> {
    let mut operations = typed();
    operations.push(Operation { name: "agents/create".to_owned(), send: create_agent });
    operations
}

/// A call whose response is a file or a text, by the name of its operation.
type Raw = (&'static str, fn(&Client) -> Result<Vec<u8>, Error>);

/// The operations that answer with a file or with text.
pub(super) const RAW: &[Raw] = &[
    ("results/ask_about_failures", |client| {
        Ok(client.results().ask_about_failures(1, &any()).send_blocking()?.into_bytes())
    }),
    ("results/export_runs", |client| Ok(client.results().export_runs().send_blocking()?.to_vec())),
    ("results/v1/ask_about_failures", |client| {
        Ok(client.v1().results().ask_about_failures(1, &any()).send_blocking()?.into_bytes())
    }),
    ("scenarios/export", |client| Ok(client.scenarios().export("1").send_blocking()?.to_vec())),
];

/// Sends the call whose responses are told apart by their status.
fn create_agent(client: &Client) -> Result<Read, Error> {
    let response = client.agents().create(&any()).with_response().send_blocking()?;
    let printed = format!("{:?}", response.value);
    let value = match &response.value {
        CreateAgentResponse::Created(agent) => to_value(agent),
        CreateAgentResponse::Accepted(job) => to_value(job),
        other => Ok(json!(format!("{other:?}"))),
    };
    Ok(Read { value: value.expect("JSON"), drift: response.drift, printed })
}

fn sent<T: Slot + Debug>(call: impl Into<Call<T>>) -> Result<Read, Error> {
    let response = call.into().with_response().send_blocking()?;
    let printed = format!("{:?}", response.value);
    Ok(Read { value: to_value(&response.value).expect("JSON"), drift: response.drift, printed })
}

/// Returns an argument; the mock reads none.
fn any<T: Default>() -> T {
    T::default()
}

macro_rules! typed {
    (|$client:ident| $($resource:literal, $handle:expr =>
        $($method:ident($($argument:expr),*)),+;)+) => {
        #[expect(deprecated, reason = "deprecated operations answer as before")]
        fn typed() -> Vec<Operation> {
            vec![$($(Operation {
                name: concat!($resource, "/", stringify!($method)).to_owned(),
                send: |$client| sent($handle.$method($($argument),*)),
            }),+),+]
        }
    };
}

typed! { |client|
    "agent_improvement_sessions", client.agent_improvement_sessions() =>
        list(), create(&any()), get(1);
    "agents", client.agents() =>
        list(), get(1), replace(1, &any()), update(1, &any()), delete(1),
        runs_overview_project(), short_list(), auto_fetch_progress(1, "x"), auto_fetch(1),
        delete_knowledge_base(1), disable_personalities(1, &any()), duplicate(1, &any()),
        enable_personalities(1, &any()), history(1), edit_history(1, &any()), knowledge_base(1),
        personalities(1), restore(1, &any()), runs_overview(1), upload_knowledge_base(1, &any());
    "alerts", client.alerts() =>
        list(), create(&any()), get(1), update(1, &any()), delete(1), review(),
        summarize_progress("x"), trigger_summary(1), review_detail(1), summarize(1, &any());
    "api_keys", client.api_keys() =>
        create(&any());
    "audit_logs", client.audit_logs() =>
        list("x");
    "billing", client.billing() =>
        info(), payment_history(1);
    "calls", client.calls() =>
        list(), send(&any()), get(1), update(1, &any()), delete(1), complete_upload(&any()),
        delete_many(&any()), export(), export_progress(), filters(), get_upload_url(&any()),
        mark_critical_scenario_wrong(1, &any()), trace(1),
        unmark_critical_scenario_wrong(1, &any()), observe_livekit(&any()),
        observe_pipecat(&any()), create_scenarios(&any()),
        create_scenarios_progress(any()), evaluate_metrics(&any()),
        rerun_evaluation(&any()), mark_metric_vote(1, &any());
    "calls/v1", client.v1().calls() =>
        delete(1), create_scenarios(&any()), create_scenarios_progress(any()),
        evaluate_metrics(&any()), rerun_evaluation(&any()), mark_metric_vote(1, &any());
    "critical_metric_scenarios", client.critical_metric_scenarios() =>
        list(), update(1, &any());
    "cron_jobs", client.cron_jobs() =>
        list(), create(&any()), get(1), update(1, &any()), delete(1);
    "dashboards", client.dashboards() =>
        list(), create(&any()), get(1), update(1, &any()), delete(1), bulk_widgets(1, &any()),
        duplicate(1, &any());
    "deep_research_insights", client.deep_research_insights() =>
        list(), get(1), delete(1), dismiss_mode(&any()), generate(&any()), pricing();
    "insight_reproduction_sessions", client.insight_reproduction_sessions() =>
        list(), get(1);
    "metric_failure_mode_insights", client.metric_failure_mode_insights() =>
        list(), get(1), delete(1), available_dates(), bulk_generate(&any()), categories(),
        category_calls("x", 1, 1), delete_category("x", 1, 1), category_fix_metric("x", &any()),
        failure_rates(), generate(&any()), pricing(), failure_mode_agents(1, 1),
        fix_metric(1, &any()), generate_scenario(1, &any()), reproduce(1, &any());
    "metric_reviews", client.metric_reviews() =>
        update(1, &any()), process_feedbacks(&any()), process_feedbacks_answer(&any()),
        process_feedbacks_progress("x");
    "metrics", client.metrics() =>
        list(), create(&any()), get(1), update(1, &any()), delete(1),
        bulk_toggle_settings(&any()), bulk_manage_agents(&any()), delete_many(&any()),
        add_to_predefined(1, &any()), evaluate_advance(1, &any()), evaluate_basic(1, &any()),
        evaluate_llm_judge(1, &any()), variables(1, &any()), bulk_create(&[]),
        generate_clean_description(&any()), generate_clean_description_bg(&any()),
        generate_clean_description_progress("x"), generate_evaluation_trigger(&any()),
        generate(&any()), generate_progress("x"), preview_progress("x"), preview(&any()),
        reorder(&any()), run_reviews_progress("x"), simplify_prompt(&any()),
        simplify_prompt_progress("x"), run_reviews(1, &any());
    "metrics/v1", client.v1().metrics() =>
        list(), create(&any()), get(1), update(1, &any()), delete(1), bulk_create(&[]),
        generate_clean_description(&any()), generate_clean_description_bg(&any()),
        generate_clean_description_progress("x"), generate_evaluation_trigger(&any()),
        generate(&any()), generate_progress("x"), preview_progress("x"), preview(&any()),
        reorder(&any()), run_reviews_progress("x"), simplify_prompt(&any()),
        simplify_prompt_progress("x"), run_reviews(1, &any());
    "organizations", client.organizations() =>
        list();
    "organizations/v1", client.v1().organizations() =>
        list();
    "personalities", client.personalities() =>
        list(), create(&any()), get(1), update(1, &any()), fork(1, &any());
    "phone_numbers", client.phone_numbers() =>
        inbound();
    "predefined_metrics", client.predefined_metrics() =>
        list(), copy(&any());
    "projects", client.projects() =>
        list(), create(&any()), get(1), update(1, &any()), delete(1),
        disable_personalities(1, &any()), enable_personalities(1, &any());
    "results", client.results() =>
        list(), get(1), bulk_delete(&any()), bulk_evaluate_metrics(&any()), bulk_export_runs(),
        reports(), create_shareable_link_token(1, &any()), delete_runs(1, &any()), end_calls(1),
        evaluate_metrics(1, &any()), rerun(1);
    "results/v1", client.v1().results() =>
        create_shareable_link_token(1, &any()), delete_runs(1, &any()), end_calls(1),
        evaluate_metrics(1, &any()), rerun(1);
    "runs", client.runs() =>
        update(1, &any()), delete(1), run_expected_outcome_progress("x"), chat(1, &any()),
        get_chat(1, 1), end_chat(1, &any()), get_listen_url(1),
        mark_critical_scenario_wrong(1, &any()), mark_expected_outcome_vote(1, &any()),
        run_expected_outcome_bg(1, &any()), trace(1), unmark_critical_scenario_wrong(1, &any()),
        bulk("x"), end_call(1), mark_metric_vote(1, &any());
    "runs/v1", client.v1().runs() =>
        end_call(1), mark_metric_vote(1, &any());
    "scenario_improvement_sessions", client.scenario_improvement_sessions() =>
        list(), create(&any()), get(1), update(1, &any());
    "scenarios", client.scenarios() =>
        list(), create(&any()), get(1), update(1, &any()), delete(1), add_tags(&any()),
        bulk_update(&any()), create_from_transcript_bg(&any()),
        create_from_transcript_progress("x"), create_folder(&any()), delete_folder(&any()),
        delete_many(&any()), duplicate(&any()), folders(1), generate_bg(&any()),
        generate_instructions(&any()), generate_progress("x"), improve_instructions(&any()),
        instructions_progress("x"), json_schema(), move_folder(&any()), rename_folder(&any()),
        run(&any()), run_agora(&any()), run_api_chat(&any()), run_chirp(&any()),
        run_elevenlabs(&any()), run_email(&any()), run_json(&any()), run_livekit(&any()),
        run_livekit_v2(&any()), run_pipecat(&any()), run_pipecat_v2(&any()),
        run_retell_webrtc(&any()), run_sip(&any()), run_text(&any()), run_vapi_webrtc(&any()),
        run_websocket(&any()), scenario_agent_progress("x"), scenario_agent(&any()), tags(),
        update_conditional_actions(1, &any()), update_with_transcript(1, &any());
    "scenarios/v2", client.v2().scenarios() =>
        json_schema(), run_json(&any());
    "slack_workspaces", client.slack_workspaces() =>
        list();
    "test_profiles", client.test_profiles() =>
        list(), create(&any()), get(1), update(1, &any()), delete(1);
    "test_sets", client.test_sets() =>
        create_from_call_log(&any()), create_from_run(&any());
    "tools", client.tools() =>
        list(), get(1);
    "widgets", client.widgets() =>
        list(), create(&any()), get(1), update(1, &any()), delete(1), bulk_data(&any()),
        preview_data(&any()), data(1);
}
