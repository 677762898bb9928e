//! The last steps of a report: approving it, and recording that it was sent.

use super::Ask;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::outreach::Channel;
use crate::domain::report_content::{content, faults};
use crate::domain::reports::{ApproveReport, IssueReport, ReportId, Standing};
use crate::domain::speech::{mark, said, say, word};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

const CHANNELS: [(&str, Channel); 6] = [
    (mark!("e-mail"), Channel::Email),
    (mark!("phone"), Channel::Phone),
    (mark!("chat"), Channel::Chat),
    (mark!("text message"), Channel::Sms),
    (mark!("video"), Channel::Video),
    (mark!("in person"), Channel::InPerson),
];

/// Asks for a reason where something is missing.
#[derive(Debug)]
pub struct Approve {
    report: ReportId,
    form: Form,
}

impl Approve {
    /// Submits it at once where nothing is missing: whoever pressed the key has the text before their eyes.
    pub fn open(report: ReportId, stage: &Stage, incident: &Incident) -> Vec<Ask> {
        let standing = incident.reports.get(report).map(|report| report.standing());
        match standing {
            None => {
                return vec![Ask::Say(
                    word!("Nothing is written yet; e edits it.").to_owned(),
                    Tone::Plain,
                )];
            }
            Some(Standing::Approved) => {
                return vec![Ask::Say(
                    word!("It is approved; s sends it.").to_owned(),
                    Tone::Plain,
                )];
            }
            Some(Standing::Draft | Standing::Waiting) => {}
        }
        let lacks = faults(incident, report, stage.now);
        if let Some(never) = lacks.iter().find(|fault| fault.never) {
            let said = say!("It cannot go out: {sentence}.", sentence = never.sentence);
            return vec![Ask::Say(said, Tone::Refused)];
        }
        if lacks.is_empty() {
            return vec![submitted(report, stage, incident, None)];
        }
        let lacks: Vec<&str> = lacks.iter().map(|fault| fault.sentence.as_str()).collect();
        let form = Form::new(76, word!("Enter approves it although this is missing"))
            .says("lacks", &say!("Missing: {lacks}.", lacks = lacks.join("; ")))
            .line("despite", word!("Why all the same:"), "")
            .restored(stage.draft(&approval(report)));
        vec![Ask::open(Approve { report, form })]
    }
}

fn approval(report: ReportId) -> Draft {
    Draft::new("approve a report", report.named())
}

/// What is approved is what was read: the draft by its number, and the text.
fn submitted(
    report: ReportId,
    stage: &Stage,
    incident: &Incident,
    despite: Option<crate::domain::text::Clean>,
) -> Ask {
    let mut read = content(incident, report, None, stage.now);
    read.approved = true;
    let text = stage.setting.template.markdown(&read).unwrap_or_default();
    let approve = ApproveReport {
        report,
        draft: incident.reports.get(report).map(|report| report.draft().seq),
        text: text.into(),
        despite,
    };
    Ask::Submit(Command::ApproveReport(approve), None)
}

impl Formed for Approve {
    fn title(&self, _stage: &Stage) -> String {
        say!("Approve {named}?", named = self.report.named())
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(approval(self.report))
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let (Some(despite), Some(incident)) = (self.form.clean("despite"), stage.incident()) else {
            let say = word!("Say why it goes out all the same; it stands in the timeline.").to_owned();
            return vec![Ask::Say(say, Tone::Plain)];
        };
        vec![submitted(self.report, stage, incident, Some(despite)), Ask::Close]
    }
}

/// To one account, or to everyone who is owed it and has not got it.
#[derive(Debug)]
pub struct Send {
    report: ReportId,
    account: Option<AccountId>,
    form: Form,
}

impl Send {
    pub fn new(stage: &Stage, report: ReportId, account: Option<AccountId>) -> Self {
        let form = Form::new(70, word!("Enter records that it was sent"))
            .choice("channel", word!("How:"), CHANNELS.map(|(name, _)| said(name)), 0)
            .line("words", word!("With these words:"), "")
            .hint(word!("may be left empty"))
            .restored(stage.draft(&sending(report, account.as_ref())));
        Send {
            report,
            account,
            form,
        }
    }

    fn whom(&self, stage: &Stage) -> String {
        let Some(incident) = stage.incident() else {
            return String::new();
        };
        if let Some(row) = self.account.as_ref().and_then(|id| incident.rows.get(id)) {
            return row.name().to_string();
        }
        let report = incident.reports.get(self.report);
        let version = report
            .and_then(|report| report.approval())
            .map_or(0, |approval| approval.version);
        match incident.lacking(self.report, version).count() {
            1 => word!("the 1 account that has not got it").to_owned(),
            count => say!("the {count} accounts that have not got it", count),
        }
    }
}

fn sending(report: ReportId, account: Option<&AccountId>) -> Draft {
    let account = account.map_or("all", AccountId::as_str);
    Draft::new(
        "send a report",
        format!("{account} {}", report.named().replace(' ', "-")),
    )
}

impl Formed for Send {
    fn title(&self, stage: &Stage) -> String {
        say!(
            "Sent: {named} to {whom}",
            named = self.report.named(),
            whom = self.whom(stage)
        )
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn about(&self) -> Option<&AccountId> {
        self.account.as_ref()
    }

    fn draft(&self) -> Option<Draft> {
        Some(sending(self.report, self.account.as_ref()))
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let channel = CHANNELS.get(self.form.chosen("channel"));
        let issue = IssueReport {
            report: self.report,
            accounts: self.account.iter().cloned().collect(),
            contact: None,
            channel: channel.map_or(Channel::Email, |(_, channel)| *channel),
            words: self.form.clean("words").unwrap_or_default(),
        };
        vec![Ask::Submit(Command::IssueReport(issue), None), Ask::Close]
    }
}
