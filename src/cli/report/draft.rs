//! `warroom report draft`: the words of a report, from flags or from an editor.

use super::Which;
use crate::cli::act::tell;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::moment::{Side, parse};
use crate::cli::session::Session;
use crate::domain::command::Command;
use crate::domain::ids::Seq;
use crate::domain::reports::{DraftReport, Moment, Parts, ReportId};
use crate::report::edit;
use crate::run::editor;
use crate::run::embedded::Life;
use clap::Args;

#[derive(Debug, Args)]
pub struct Draft {
    #[command(flatten)]
    which: Which,
    /// Open the words in your editor ($EDITOR)
    #[arg(long)]
    edit: bool,
    /// It waits for approval from now on
    #[arg(long)]
    ready: bool,
    /// What happened, in a few words, in place of the incident's title
    #[arg(long)]
    title: Option<String>,
    /// What happened, to whom, and how it stands, in three sentences
    #[arg(long)]
    summary: Option<String>,
    /// Services and regions as customers call them; may be given several times
    #[arg(long)]
    service: Vec<String>,
    /// What customers felt, and how many
    #[arg(long)]
    impact: Option<String>,
    /// A line of the timeline for customers: "14:07 We moved calls elsewhere."; may be given several times
    #[arg(long)]
    line: Vec<String>,
    /// What we did; may be given several times
    #[arg(long)]
    done: Vec<String>,
    /// What they can do, and should check
    #[arg(long)]
    workaround: Option<String>,
    /// What we will do: "what | who answers for it | 2026-08-01 | who keeps it"; may be given several times
    #[arg(long)]
    prevention: Vec<String>,
    /// When they hear from us next: 15:30, 30m, 3d
    #[arg(long)]
    next_at: Option<String>,
    /// How: "by e-mail from your advocate"
    #[arg(long)]
    next: Option<String>,
    #[arg(long)]
    apology: Option<String>,
    /// Who apologises: "Carol King, CEO"
    #[arg(long)]
    apology_by: Option<String>,
    /// Whom they turn to, and how
    #[arg(long)]
    contact: Option<String>,
    /// What we learned; may be given several times
    #[arg(long)]
    lesson: Vec<String>,
}

impl Draft {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await;
        let mut session = session.map_err(Failure::not_sent)?;
        let done = self.write(context, &mut session).await;
        session.end().await;
        done.map(|()| 0)
    }

    async fn write(&self, context: &mut Context, session: &mut Session) -> Result<(), Failure> {
        let report = self.which.id(session)?;
        let (on, parts) = newest(session, report)?;
        let parts = self.over(parts, session)?;
        let edited = match self.edit {
            false => None,
            true => Some(edited(context, session, report, &parts)?),
        };
        let parts = match &edited {
            None => parts,
            Some(text) => {
                edit::read(text, &session.zone).map_err(|faults| kept(context, text, &faults.join("; ")))?
            }
        };
        let draft = DraftReport {
            report,
            parts,
            on,
            ready: self.ready,
        };
        let told = tell(context, session, Command::DraftReport(Box::new(draft)).into()).await;
        match (told, edited) {
            (Err(Failure::Closed), _) => Err(Failure::Closed),
            // Refused or not sent: nobody types it twice.
            (Err(failure), Some(text)) => {
                let why = failure.sentence().map(|why| why.to_string()).unwrap_or_default();
                Err(kept(context, &text, &why))
            }
            (told, _) => told,
        }
    }

    /// The flags, over what is written already. A list that is given takes the place of the one before.
    fn over(&self, mut parts: Parts, session: &Session) -> Result<Parts, Failure> {
        let texts = [
            (&self.summary, &mut parts.summary),
            (&self.impact, &mut parts.impact),
            (&self.workaround, &mut parts.workaround),
            (&self.apology, &mut parts.apology),
        ];
        for (given, part) in texts {
            if let Some(given) = given {
                *part = given.as_str().into();
            }
        }
        let lines = [
            (&self.title, &mut parts.title),
            (&self.next, &mut parts.next),
            (&self.apology_by, &mut parts.apology_by),
            (&self.contact, &mut parts.contact),
        ];
        for (given, part) in lines {
            if let Some(given) = given {
                *part = given.as_str().into();
            }
        }
        let lists = [
            (&self.service, &mut parts.services),
            (&self.done, &mut parts.done),
            (&self.lesson, &mut parts.lessons),
        ];
        for (given, part) in lists.into_iter().filter(|(given, _)| !given.is_empty()) {
            *part = given.iter().map(|line| line.as_str().into()).collect();
        }
        let (now, zone) = (session.now, &session.zone);
        if let Some(at) = &self.next_at {
            parts.next_at = Some(parse(at, Side::Future, now, zone)?);
        }
        if !self.line.is_empty() {
            let lines = self.line.iter().map(|line| moment(line, session));
            parts.timeline = lines.collect::<Result<_, _>>()?;
        }
        if !self.prevention.is_empty() {
            let actions = self.prevention.iter().map(|action| edit::will(action));
            parts.prevention = actions.collect::<Result<_, _>>().map_err(Failure::usage)?;
        }
        Ok(parts)
    }
}

/// `14:07 We moved calls elsewhere.`, or with a whole date and time in front.
fn moment(line: &str, session: &Session) -> Result<Moment, Failure> {
    let (time, text) = line.trim().split_once(' ').unwrap_or((line, ""));
    Ok(Moment {
        at: parse(time, Side::Past, session.now, &session.zone)?,
        text: text.trim().into(),
    })
}

/// The newest draft and its number; of an update that nobody has begun, the words of the report before.
fn newest(session: &Session, report: ReportId) -> Result<(Option<Seq>, Parts), Failure> {
    let reports = &session.incident()?.reports;
    if let Some(known) = reports.get(report) {
        return Ok((Some(known.draft().seq), known.draft().parts.clone()));
    }
    let before = reports.iter().rfind(|before| before.id < report);
    let mut parts = before
        .map(|before| before.draft().parts.clone())
        .unwrap_or_default();
    // It was kept by the report before, or it was not; this one says when the next news comes.
    parts.next_at = None;
    Ok((None, parts))
}

fn edited(context: &Context, session: &Session, report: ReportId, parts: &Parts) -> Result<String, Failure> {
    let text = edit::file(session.incident()?, report, parts, &session.zone, session.now);
    let paths = &context.settings.paths;
    paths.make()?;
    let editor = editor::chosen(&|name| std::env::var(name).ok());
    editor::edit(&editor, &text, &paths.drafts()).map_err(Failure::said)
}

fn kept(context: &Context, text: &str, why: &str) -> Failure {
    match editor::keep(text, &context.settings.paths.drafts()) {
        Ok(file) => Failure::said(format!("{why}. Your text is kept in {}", file.display())),
        Err(error) => Failure::said(format!("{why}. Your text could not be kept ({error}):\n{text}")),
    }
}
