//! Topics in words.

use super::{Line, line};
use crate::domain::event::Event;
use crate::domain::timeline::What;

pub(super) fn sentence(event: &Event) -> Line {
    match event {
        Event::TopicTagged(event) => {
            let sort = if event.idea { "idea" } else { "topic" };
            let quote = event.quote.as_ref().map(|quote| format!(": \"{quote}\""));
            let text = format!("{sort} {}{}", event.name, quote.unwrap_or_default());
            line(What::Topic, text).maybe_about(&event.account)
        }
        Event::TopicsMerged(event) => line(
            What::Topic,
            format!("topic {} is the same as {}", event.from_name, event.into_name),
        ),
        Event::TopicAnswered(event) => line(
            What::Topic,
            format!("topic {}, what helps: {}", event.name, event.workaround),
        ),
        Event::TopicOwned(event) => line(
            What::Topic,
            format!("{} sees to topic {}", event.owner, event.name),
        ),
        Event::TopicCrossedOff(event) => {
            let tell = match event.accounts {
                0 => String::new(),
                1 => "; 1 account to tell".to_owned(),
                several => format!("; {several} accounts to tell"),
            };
            line(
                What::Topic,
                format!("crossed off topic {}: {}{tell}", event.name, event.how),
            )
        }
        // Of the hub, so that no line is under a name.
        other => line(What::Topic, other.kind().replace('_', " ")).routine(),
    }
}
