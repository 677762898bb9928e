//! `warroom topics` and `topic`: what customers tell us, and our own front line, over all incidents.

use super::act::{Act, perform};
use super::context::Context;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::domain::command::Command;
use crate::domain::ids::{Name, Seq};
use crate::domain::nearest::nearest;
use crate::domain::text::Clean;
use crate::domain::topic_list::{Listed, State, topics};
use crate::domain::topics::{
    AnswerTopic, CrossOffTopic, MergeTopics, NewTopic, OwnTopic, RaiseTopic, Sort, TagTopic,
};
use crate::run::embedded::Life;
use crate::tui::words::when::age;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub struct Topics {
    /// Those that are crossed off as well
    #[arg(long)]
    all: bool,
    /// For machines: one topic a line
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Topic {
    /// A customer raises a topic: a known one by its name or number, or a new one
    Tag(Tag),
    /// Our own front line raises one; nobody's name is kept with it
    Raise(Raise),
    /// Two topics are one
    Merge(Merge),
    /// Say what helps until it is mended
    Answer(Said),
    /// See to a topic yourself, or give it to somebody
    Own(Own),
    /// It is done; everyone whose account raised it is to be told so
    CrossOff(Said),
}

#[derive(Debug, Args)]
pub struct Tag {
    /// Its name; several words need no quotes
    #[arg(required = true)]
    topic: Vec<String>,
    /// Whose topic it is, by id or name; left out for somebody on no list
    #[arg(long)]
    account: Option<String>,
    /// In their own words
    #[arg(long)]
    quote: Option<String>,
    /// They would like it; nothing hurts
    #[arg(long)]
    idea: bool,
}

#[derive(Debug, Args)]
pub struct Raise {
    /// Its name; several words need no quotes
    #[arg(required = true)]
    topic: Vec<String>,
    /// What there is to say of it
    #[arg(long)]
    quote: Option<String>,
}

#[derive(Debug, Args)]
pub struct Merge {
    /// The topic that goes on in the other, by its name or number
    topic: String,
    /// The topic it goes on in, by its name or number
    into: String,
}

#[derive(Debug, Args)]
pub struct Said {
    /// The topic, by its name or number
    topic: String,
    /// What customers are told: "exports work again"
    #[arg(required = true)]
    words: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Own {
    /// The topic, by its name or number
    topic: String,
    /// Who sees to it, if not you
    #[arg(long)]
    owner: Option<String>,
}

impl Topics {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await?;
        let done = self.write(context, &session);
        session.end().await;
        done.map(|()| 0)
    }

    fn write(&self, context: &mut Context, session: &Session) -> Result<(), Failure> {
        let listed = topics(&session.picture).into_iter();
        let listed: Vec<Listed> = listed.filter(|one| self.all || one.is_open()).collect();
        if self.json {
            return listed.iter().try_for_each(|one| context.json(one));
        }
        if listed.is_empty() {
            return context.line("nobody has raised anything");
        }
        listed.iter().try_for_each(|one| context.line(line(one, session)))
    }
}

impl Topic {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match self {
            Topic::Tag(tag) => perform(context, tag).await,
            Topic::Raise(raise) => perform(context, raise).await,
            Topic::Merge(merge) => perform(context, merge).await,
            Topic::Answer(said) => perform(context, &Answer(said)).await,
            Topic::Own(own) => perform(context, own).await,
            Topic::CrossOff(said) => perform(context, &CrossOff(said)).await,
        }
    }
}

fn line(one: &Listed, session: &Session) -> String {
    let raised = match (one.sort, one.accounts) {
        (Sort::Own, _) if one.others == 1 => "our own, said once".to_owned(),
        (Sort::Own, _) => format!("our own, said {} times", one.others),
        (Sort::Problem | Sort::Idea, 0) => format!("{} on no list", one.others),
        (Sort::Problem | Sort::Idea, 1) => "1 account".to_owned(),
        (Sort::Problem | Sort::Idea, several) => format!("{several} accounts"),
    };
    let idea = if one.sort == Sort::Idea { ", an idea" } else { "" };
    let arr = match one.arr.0 {
        0 => String::new(),
        _ => format!(", ARR {}", one.arr.short()),
    };
    let others = match (one.sort, one.others) {
        (Sort::Own, _) | (_, 0) => String::new(),
        _ if one.accounts == 0 => String::new(),
        (_, others) => format!(", {others} on no list"),
    };
    let owner = one
        .owner
        .as_ref()
        .map_or("nobody sees to it".to_owned(), |owner| {
            format!("{owner} sees to it")
        });
    let state = match (&one.done, one.state) {
        (Some(done), State::CrossedOff) => format!("crossed off by {}: {}", done.by, done.how),
        (_, state) => format!("{} for {}, {owner}", state.words(), age(one.since, session.now)),
    };
    let tell = match one.to_tell {
        0 => String::new(),
        several => format!(", {several} to tell"),
    };
    let helps = one
        .workaround
        .as_ref()
        .map(|helps| format!("; what helps: {helps}"));
    let quote = one.quote.as_ref().map(|quote| format!("; \"{}\"", quote.text));
    format!(
        "{:>5} {}: {raised}{arr}{others}{idea}; {state}{tell}{}{}",
        one.topic,
        one.name,
        helps.unwrap_or_default(),
        quote.unwrap_or_default()
    )
}

/// A known topic by its number or one of its names.
fn known(session: &Session, given: &str) -> Result<Seq, Failure> {
    let topics = &session.picture.topics;
    let number = given.trim().parse().ok().map(Seq);
    let found = number
        .and_then(|number| topics.group(number))
        .or_else(|| topics.named(given, false))
        .or_else(|| topics.named(given, true));
    if let Some(group) = found {
        return Ok(group.seq());
    }
    let groups = topics.groups();
    let names = groups.iter().map(|group| group.name().as_str());
    let meant = nearest(given, names).map(|name| format!(" (did you mean {name:?}?)"));
    Err(Failure::said(format!(
        "there is no topic {given:?}{}; `warroom topics --all` lists them",
        meant.unwrap_or_default()
    )))
}

impl Act for Tag {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let tag = TagTopic {
            account: session.some_account(self.account.as_deref())?,
            topic: NewTopic {
                quote: self.quote.as_deref().map(Clean::from),
                idea: self.idea,
                ..NewTopic::named(self.topic.join(" "))
            },
        };
        Ok(Command::TagTopic(tag).into())
    }
}

impl Act for Raise {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let raise = RaiseTopic {
            name: self.topic.join(" ").into(),
            quote: self.quote.as_deref().map(Clean::from),
        };
        Ok(Command::RaiseTopic(raise).into())
    }
}

impl Act for Merge {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let merge = MergeTopics {
            from: known(session, &self.topic)?,
            into: known(session, &self.into)?,
        };
        Ok(Command::MergeTopics(merge).into())
    }
}

struct Answer<'a>(&'a Said);

impl Act for Answer<'_> {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let answer = AnswerTopic {
            topic: known(session, &self.0.topic)?,
            workaround: self.0.words.join(" ").into(),
        };
        Ok(Command::AnswerTopic(answer).into())
    }
}

struct CrossOff<'a>(&'a Said);

impl Act for CrossOff<'_> {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let done = CrossOffTopic {
            topic: known(session, &self.0.topic)?,
            how: self.0.words.join(" ").into(),
        };
        Ok(Command::CrossOffTopic(done).into())
    }
}

impl Act for Own {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let own = OwnTopic {
            topic: known(session, &self.topic)?,
            owner: self.owner.as_deref().map(Name::from),
        };
        Ok(Command::OwnTopic(own).into())
    }
}
