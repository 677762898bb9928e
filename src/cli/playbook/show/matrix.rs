//! The severity matrix of a playbook as a table: a column a severity.

use crate::domain::accounts::Tier;
use crate::domain::messages::Phase;
use crate::domain::people::Duty;
use crate::domain::playbook::{Plan, Playbook};
use crate::domain::severity::Severity;

const SEVERITIES: [Severity; 4] = [Severity::Sev1, Severity::Sev2, Severity::Sev3, Severity::Sev4];

/// What is not asked for at a severity.
const NOT: &str = "-";

pub fn table(playbook: &Playbook) -> Vec<String> {
    let plans = SEVERITIES.map(|severity| playbook.plan(severity));
    let row = |name: &str, cell: &dyn Fn(&Plan) -> String| {
        let cells: Vec<String> = plans.iter().map(|plan| format!("{:<12}", cell(plan))).collect();
        format!("{name:<30} {}", cells.concat()).trim_end().to_owned()
    };
    let head = SEVERITIES.map(|severity| format!("{:<12}", severity.as_str()));
    let mut lines = vec![format!("{:<30} {}", "", head.concat()).trim_end().to_owned()];
    for level in &playbook.levels {
        let by = |plan: &Plan| {
            let asked = plan.levels.iter().find(|asked| asked.role == level.role);
            asked.map_or(NOT.to_owned(), |asked| asked.by.to_string())
        };
        let deputy = level.deputy.as_ref().map(|deputy| format!(" (else {deputy})"));
        lines.push(row(
            &format!("{}{}", level.title, deputy.unwrap_or_default()),
            &by,
        ));
    }
    for duty in Duty::ALL {
        if playbook.duties.iter().any(|plan| plan.duty == duty) {
            lines.push(row(&format!("somebody is {duty}"), &|plan| held_by(plan, duty)));
        }
    }
    for (name, phase) in [
        ("first page text", Phase::None),
        ("next while investigating", Phase::Investigating),
        ("next once identified", Phase::Identified),
        ("next while monitoring", Phase::Monitoring),
    ] {
        let gap = |plan: &Plan| {
            plan.public
                .gap(phase)
                .map_or(NOT.to_owned(), |gap| gap.to_string())
        };
        lines.push(row(name, &gap));
    }
    for tier in [Tier::Strategic, Tier::Key, Tier::Named] {
        let by = |plan: &Plan| match plan.calls.owed.contains(&tier) {
            true => plan.calls.by(tier).to_string(),
            false => NOT.to_owned(),
        };
        lines.push(row(&format!("every {} account tried", tier.as_str()), &by));
    }
    lines.push(row("executives hear again after", &|plan| {
        plan.reports.brief.to_string()
    }));
    let on_request = |plan: &Plan, words: String| match plan.reports.owed {
        true => words,
        false => "on request".to_owned(),
    };
    let preliminary = |plan: &Plan| on_request(plan, plan.reports.preliminary.to_string());
    lines.push(row("preliminary report after", &preliminary));
    let latest = |plan: &Plan| on_request(plan, plan.reports.preliminary_latest.to_string());
    lines.push(row("  and at the latest after", &latest));
    lines.push(row("news at the latest every", &|plan| {
        on_request(plan, plan.reports.news.to_string())
    }));
    let last = |plan: &Plan| on_request(plan, plan.reports.last.to_string());
    lines.push(row("final, cause confirmed, after", &last));
    lines
}

fn held_by(plan: &Plan, duty: Duty) -> String {
    let asked = plan.duties.iter().find(|asked| asked.duty == duty);
    asked.map_or(NOT.to_owned(), |asked| asked.by.to_string())
}
