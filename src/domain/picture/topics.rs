//! Topics stand over all incidents: what is said of them, and whom each incident has to tell once one is done.

use super::Picture;
use crate::domain::event::{Event, Recorded, Stamp};
use crate::domain::ids::{AccountId, IncidentId, Seq};
use crate::domain::incident::Incident;
use crate::domain::topics::{Tag, Tell, Topics};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Picture {
    pub(super) fn fold_topics(&mut self, recorded: &Recorded, stamp: &Stamp) {
        let touched: Vec<Seq> = match &recorded.event {
            Event::TopicTagged(event) => vec![self.topics_mut().tagged(event, recorded.incident, stamp)],
            Event::TopicRaised(event) => vec![self.topics_mut().raised(event, stamp)],
            Event::TopicsMerged(event) => {
                self.topics_mut().merged(event, stamp);
                vec![event.from, event.into]
            }
            Event::TopicAnswered(event) => {
                self.topics_mut().answered(event, stamp);
                return;
            }
            Event::TopicOwned(event) => {
                self.topics_mut().owned(event, stamp);
                return;
            }
            Event::TopicCrossedOff(event) => {
                self.topics_mut().crossed_off(event, stamp);
                vec![event.topic]
            }
            Event::TakenBack(event) => self.topics_mut().withdraw(&event.corrects),
            // Rows went from one incident to another, and what they are to be told with them.
            Event::IncidentMerged(_) | Event::IncidentSplit(_) => {
                let groups = self.topics.groups();
                groups.iter().map(|group| group.seq()).collect()
            }
            _ => return,
        };
        for topic in touched {
            self.retell(topic);
            let root = self.topics.group(topic).map(|group| group.seq());
            if let Some(root) = root.filter(|root| *root != topic) {
                self.retell(root);
            }
        }
    }

    fn topics_mut(&mut self) -> &mut Topics {
        Arc::make_mut(&mut self.topics)
    }

    /// Says anew whom every incident has to tell of this topic: nobody while it is open or goes on in another.
    fn retell(&mut self, topic: Seq) {
        let tells = self.to_tell(topic);
        for (id, incident) in &mut self.incidents {
            let theirs = tells.get(id).map_or(&[][..], Vec::as_slice);
            let known = incident.outline();
            if theirs.is_empty() && known.is_some_and(|outline| !outline.tells.contains(&topic)) {
                continue;
            }
            if incident.get().tells.of(topic) != theirs {
                incident.get_mut().tells.set(topic, theirs.to_vec());
            }
        }
    }

    fn to_tell(&self, topic: Seq) -> BTreeMap<IncidentId, Vec<Tell>> {
        let mut tells: BTreeMap<IncidentId, Vec<Tell>> = BTreeMap::new();
        let group = self.topics.group(topic).filter(|group| group.seq() == topic);
        let Some((group, done)) =
            group.and_then(|group| Some((group.crossed_off()?, group)).map(|(d, g)| (g, d)))
        else {
            return tells;
        };
        for (account, raised) in group.accounts() {
            let Some(incident) = self.home_of(account, raised.last) else {
                continue;
            };
            tells.entry(incident.id).or_default().push(Tell {
                topic,
                account: account.clone(),
                done: done.seq,
                how: done.what.clone(),
                at: done.at,
                heard_by: raised.last.by.clone(),
            });
        }
        tells
    }

    /// The incident on whose call list the account stands: where it said so, else the newest.
    fn home_of(&self, account: &AccountId, tag: &Tag) -> Option<&Incident> {
        let has = |incident: &&Incident| incident.rows.contains_key(account);
        let there = tag.incident.and_then(|id| self.goes_on_as(id));
        there.filter(has).or_else(|| self.incidents().rev().find(has))
    }
}
