//! What is wrong with a playbook beyond its form: where it contradicts itself.

use super::slots::{named, slots};
use super::{CallPlan, LevelPlan, Playbook, PublicPlan, ReportPlan, Term, VERSION};
use crate::domain::messages::Phase;
use crate::domain::money::Amount;
use crate::domain::nearest::nearest;
use crate::domain::span::Span;
use crate::domain::text::Clean;

/// The role of the level that comes last: the CEO, within 20 minutes of the first alert (Lifesize).
pub(super) const CEO: &str = "ceo";

/// Shorter than this nothing can be held.
const LEAST: Span = Span::minutes(1);

/// Something wrong, and what was expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The key it is about, from the top: `level`, `2`, `by`. Places in a list count from 0.
    pub at: Vec<String>,
    /// A sentence that needs no place to be understood.
    pub what: String,
}

impl Fault {
    pub(super) fn new(at: &[&str], what: impl Into<String>) -> Self {
        Fault {
            at: at.iter().map(|key| (*key).to_owned()).collect(),
            what: what.into(),
        }
    }
}

struct Faults(Vec<Fault>);

impl Faults {
    fn say(&mut self, at: &[&str], what: impl Into<String>) {
        self.0.push(Fault::new(at, what));
    }

    /// Refuses what somebody would read and find nothing.
    fn words(&mut self, at: &[&str], words: &str, what: &str) {
        if words.trim().is_empty() {
            self.say(at, format!("{what}, expected some words"));
        }
    }

    fn list(&mut self, at: &[&str], list: &[Clean]) {
        for (nth, words) in list.iter().enumerate() {
            let nth = nth.to_string();
            let what = format!("an entry of {} is empty", at.join("."));
            self.words(&[at, &[nth.as_str()]].concat(), words, &what);
        }
    }

    /// Refuses an id that is empty or was taken by an entry before it.
    fn ids<'a>(&mut self, table: &str, key: &str, ids: impl Iterator<Item = &'a str>) {
        let mut before: Vec<&str> = Vec::new();
        for (nth, id) in ids.enumerate() {
            let at = [table, &nth.to_string(), key];
            self.words(&at, id, &format!("a [[{table}]] has no {key}"));
            if before.contains(&id) {
                self.say(
                    &at,
                    format!("two [[{table}]] have the {key} {id:?}, expected each once"),
                );
            }
            before.push(id);
        }
    }

    /// Refuses a pair of times of which the second comes first.
    fn order(&mut self, at: &[&str], (first, from): (&str, Span), (second, to): (&str, Span)) {
        if to < from {
            let what =
                format!("{second} is {to} and {first} is {from}, expected {second} to be as long or longer");
            self.say(&[at, &[second]].concat(), what);
        }
    }

    fn least(&mut self, at: &[&str], key: &str, span: Span, what: &str) {
        if span < LEAST {
            self.say(
                &[at, &[key]].concat(),
                format!("{key} is {span}: {what}, expected 1m or more"),
            );
        }
    }
}

impl Playbook {
    /// What is wrong with it beyond its form: every fault, in the order of the file.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Faults(Vec::new());
        self.head(&mut faults);
        self.policy(&mut faults);
        self.lists(&mut faults);
        self.rows(&mut faults);
        self.drafts(&mut faults);
        public(&mut faults, &["public"], &self.public);
        calls(&mut faults, &["calls"], &self.calls);
        reports(&mut faults, &["reports"], &self.reports);
        faults.0
    }

    fn head(&self, faults: &mut Faults) {
        if self.version != VERSION {
            let what = format!("version is {}, expected version = {VERSION}", self.version);
            faults.say(&["version"], what);
        }
        faults.words(&["name"], &self.name, "name is empty");
        faults.words(&["title"], &self.title, "title is empty");
        let silent = "first_words is empty: an advocate would have nothing to say";
        faults.words(&["first_words"], &self.first_words, silent);
        faults.list(&["do_not_say"], &self.do_not_say);
        faults.list(&["exit"], &self.exit);
        for (label, values) in &self.matches {
            if values.is_empty() {
                let what = format!("match.{label} is empty and would match no alert, expected values");
                faults.say(&["match", label], what);
            }
        }
    }

    fn policy(&self, faults: &mut Faults) {
        if self.levels.is_empty() {
            faults.say(&[], "there is no [[level]], expected at least the CEO");
        }
        faults.ids(
            "level",
            "role",
            self.levels.iter().map(|level| level.role.as_str()),
        );
        for (nth, level) in self.levels.iter().enumerate() {
            let nth = nth.to_string();
            faults.words(
                &["level", &nth, "title"],
                &level.title,
                "a [[level]] has no title",
            );
            if level.deputy.as_ref() == Some(&level.role) {
                let what = format!(
                    "the deputy of {:?} is the level itself, expected another duty",
                    &*level.title
                );
                faults.say(&["level", &nth, "deputy"], what);
            }
        }
        for (nth, pair) in self.levels.windows(2).enumerate() {
            let [before, level] = pair else { continue };
            let nth = (nth + 1).to_string();
            if level.by < before.by {
                let what = format!(
                    "level {:?} comes after {:?} and is due before it, expected {} or later",
                    &*level.title, &*before.title, before.by
                );
                faults.say(&["level", &nth, "by"], what);
            }
            if before.role.as_str() == CEO && level.role.as_str() != CEO {
                let what = format!(
                    "level {:?} comes after the CEO, expected the CEO last",
                    &*level.title
                );
                faults.say(&["level", &nth], what);
            }
        }
    }

    fn lists(&self, faults: &mut Faults) {
        faults.ids("step", "id", self.steps.iter().map(|step| step.id.as_str()));
        faults.ids("duty", "duty", self.duties.iter().map(|plan| plan.duty.as_str()));
        faults.ids("stop", "id", self.stops.iter().map(|stop| stop.id.as_str()));
        faults.ids("expert", "id", self.experts.iter().map(|plan| plan.id.as_str()));
        for (nth, step) in self.steps.iter().enumerate() {
            let at = ["step", &nth.to_string(), "text"];
            faults.words(&at, &step.text, "a [[step]] has no text");
        }
        for (nth, stop) in self.stops.iter().enumerate() {
            let at = ["stop", &nth.to_string(), "what"];
            faults.words(&at, &stop.what, "a [[stop]] does not say what stops");
        }
        for (nth, plan) in self.experts.iter().enumerate() {
            let nth = nth.to_string();
            let at = ["expert", &nth, "whom"];
            faults.words(&at, &plan.whom, "an [[expert]] does not say whom to call");
            if let Some(fact) = never(plan.when.terms()) {
                let what = format!(
                    "{:?} never holds, expected {fact} or not {fact}",
                    plan.when.to_string()
                );
                faults.say(&["expert", &nth, "when"], what);
            }
        }
        let script = &self.script;
        faults.list(&["script", "notes"], &script.notes);
        faults.list(&["script", "alternatives"], &script.alternatives);
        faults.list(&["gestures", "ideas"], &self.gestures.ideas);
        let gestures = &self.gestures;
        if gestures.allowance < Amount::default() {
            faults.say(
                &["gestures", "allowance"],
                "the allowance is less than nothing, expected 0 or more",
            );
        }
        if gestures.allowance > Amount::default() && gestures.currency.trim().is_empty() {
            faults.say(
                &["gestures"],
                "the allowance has no currency, expected one such as currency = \"EUR\"",
            );
        }
    }

    /// The severity matrix.
    fn rows(&self, faults: &mut Faults) {
        for (severity, row) in &self.matrix {
            let at = ["at", severity.as_str()];
            faults.list(&[at[0], at[1], "when"], &row.when);
            for role in row.levels.iter().flat_map(|levels| levels.keys()) {
                if !self.levels.iter().any(|level| level.role == *role) {
                    let known = self.levels.iter().map(|level| level.role.as_str());
                    let what = format!(
                        "{} asks for the level {:?}, {}",
                        at[1],
                        &**role,
                        expected(role, known)
                    );
                    faults.say(&[at[0], at[1], "levels", role], what);
                }
            }
            for duty in row.duties.iter().flatten() {
                if !self.duties.iter().any(|plan| plan.duty == *duty) {
                    let what = format!(
                        "{} asks for the duty {}, expected a [[duty]] that says by when",
                        at[1],
                        duty.as_str()
                    );
                    faults.say(&[at[0], at[1], "duties"], what);
                }
            }
            let levels = self.plan(*severity).levels;
            if let Some(after) = after_the_ceo(&levels) {
                let what = format!(
                    "at {} {after:?} is due after the CEO, expected the CEO last",
                    at[1]
                );
                faults.say(&[at[0], at[1], "levels"], what);
            }
            if let Some(plan) = &row.public {
                public(faults, &[at[0], at[1], "public"], plan);
            }
            if let Some(plan) = &row.calls {
                calls(faults, &[at[0], at[1], "calls"], plan);
            }
            if let Some(plan) = &row.reports {
                reports(faults, &[at[0], at[1], "reports"], plan);
            }
        }
    }

    fn drafts(&self, faults: &mut Faults) {
        for (phase, text) in &self.texts {
            let at = ["texts", phase.as_str()];
            if *phase == Phase::None {
                let what = "nothing is on the page in the phase none, expected investigating, identified, \
                            monitoring or resolved";
                faults.say(&at, what);
                continue;
            }
            faults.words(&at, text, &format!("the text of {} is empty", phase.as_str()));
            if text.matches('{').count() != text.matches('}').count() {
                faults.say(
                    &at,
                    format!(
                        "a brace of the text of {} is alone, expected {{slot}}",
                        phase.as_str()
                    ),
                );
            }
            let known = || slots(*phase).iter().map(|(name, _)| *name);
            for slot in named(text) {
                if !known().any(|name| name == slot) {
                    let what = format!(
                        "the text of {} has no slot {slot:?}, {}",
                        phase.as_str(),
                        expected(slot, known())
                    );
                    faults.say(&at, what);
                }
            }
        }
    }
}

fn expected<'a>(given: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let all = || known.clone().collect::<Vec<_>>().join(", ");
    match nearest(given, known.clone()) {
        Some(name) => format!("did you mean {name:?}? It has {}", all()),
        None => format!("expected one of {}", all()),
    }
}

/// The fact a condition wants both ways.
fn never(terms: &[Term]) -> Option<&'static str> {
    terms.iter().find_map(|term| match term {
        Term::Is(fact) if terms.contains(&Term::Not(*fact)) => Some(fact.words()),
        Term::Is(_) | Term::Not(_) | Term::After(_) | Term::Severity(_) => None,
    })
}

fn after_the_ceo(levels: &[LevelPlan]) -> Option<&str> {
    let ceo = levels.iter().position(|level| level.role.as_str() == CEO)?;
    let late = levels[ceo..].iter().find(|level| level.by > levels[ceo].by)?;
    Some(late.title.as_str())
}

fn public(faults: &mut Faults, at: &[&str], plan: &PublicPlan) {
    let never = "the page would never be in time";
    faults.least(at, "first", plan.first, never);
    faults.least(at, "investigating", plan.investigating, never);
    faults.least(at, "identified", plan.identified, never);
    faults.least(at, "monitoring", plan.monitoring, never);
}

fn calls(faults: &mut Faults, at: &[&str], plan: &CallPlan) {
    faults.least(at, "claim", plan.claim, "no claim would outlive its own call");
    faults.order(at, ("strategic", plan.strategic), ("key", plan.key));
    faults.order(at, ("key", plan.key), ("named", plan.named));
}

fn reports(faults: &mut Faults, at: &[&str], plan: &ReportPlan) {
    let latest = ("preliminary_latest", plan.preliminary_latest);
    faults.order(at, ("preliminary", plan.preliminary), latest);
    let (nobody, never) = ("nobody could keep up", "nobody could approve in time");
    faults.least(at, "news", plan.news, nobody);
    faults.least(at, "brief", plan.brief, nobody);
    faults.least(at, "approval", plan.approval, never);
    for pair in plan.check_ins.windows(2) {
        let [before, next] = pair else { continue };
        if next <= before {
            let what = format!(
                "the check-in after {next} stands behind that after {before}, expected them in order"
            );
            faults.say(&[at, &["check_ins"]].concat(), what);
        }
    }
}

#[cfg(test)]
mod tests;
