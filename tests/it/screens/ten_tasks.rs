//! Ten tasks of somebody who is no engineer, with the arrows, Enter, Space and Esc alone; letters only where words are
//! written.

use super::sheet::{sent, shows};
use super::stage::Screen;
use super::world::{World, at};
use serde_json::json;
use warroom::domain::outreach::Disposition;
use warroom::tui::effect::Effect;
use warroom::tui::msg::Msg;
use warroom::wire::AccountCard;

struct Person {
    world: World,
    screen: Screen,
    minute: i64,
}

impl Person {
    fn does(&mut self, keys: &str) {
        self.screen.play(keys);
    }

    /// The hub answers.
    fn waits(&mut self) {
        self.minute += 1;
        self.screen.deliver("pat", &mut self.world, at(self.minute, 0));
    }

    /// Down until the chosen line has these words.
    fn goes_down_to(&mut self, words: &str) {
        for _ in 0..90 {
            let text = self.screen.text();
            let chosen = text.lines().filter(|line| line.contains('\u{25b6}'));
            if chosen.into_iter().any(|line| line.contains(words)) {
                return;
            }
            self.does("<down>");
        }
        panic!("no chosen line has {words:?}:\n{}", self.screen.text());
    }

    fn chooses_in_the_menu(&mut self, words: &str) {
        self.does("<esc><esc><up><enter>");
        shows(&self.screen, "Everything you can do");
        self.goes_down_to(words);
        self.does("<enter>");
    }
}

#[test]
fn ten_tasks_are_done_with_the_arrows_enter_space_and_esc() {
    let world = World::new().drawn();
    let screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    let mut pat = Person {
        world,
        screen,
        minute: 13,
    };

    // Whom to call, and what is overdue: both stand there before any key.
    shows(&pat.screen, "NEXT FOR YOU  call Northwind Traders");
    shows(&pat.screen, "nothing overdue");

    // Claim.
    pat.does("<enter>");
    pat.waits();

    // Read the number.
    let mut reads = Screen::of("pat", &pat.world, at(pat.minute, 30), 80, 24);
    reads.play("<enter>");
    let card: AccountCard = serde_json::from_value(json!({
        "id": "northwind-traders", "name": "Northwind Traders", "tier": "strategic",
        "contacts": [{ "id": "n-1", "account": "northwind-traders", "name": "Ada", "phone": "+49 30 1" }],
    }))
    .unwrap();
    reads.hear(Msg::Card {
        account: "northwind-traders".into(),
        card: Ok(Box::new(card)),
    });
    shows(&reads, "Ada, +49 30 1");

    // On the phone.
    pat.does("<enter>");
    pat.waits();

    // A voicemail.
    pat.does("<space>");
    shows(&pat.screen, "voicemail");
    pat.does("<enter>");
    assert_eq!(sent(&pat.screen).disposition, Disposition::VoicemailLeft);
    pat.waits();

    // By then something is overdue, and it says what.
    shows(&pat.screen, "1 OVERDUE: VP Eng");

    // The next is reached, and promised something.
    shows(&pat.screen, "NEXT FOR YOU  call Fabrikam");
    pat.does("<enter>");
    pat.waits();
    pat.does("<enter>");
    pat.waits();
    pat.does("<enter>invoices stand still !15:30 send the logs<enter>");
    pat.goes_down_to("How it ended");
    pat.does("<enter>");
    shows(&pat.screen, "send the logs");
    pat.does("<enter>");
    let call = sent(&pat.screen).clone();
    assert_eq!(call.disposition, Disposition::ReachedDecisionMaker);
    assert_eq!(&*call.promises[0].what, "send the logs");
    pat.waits();

    // Undo it.
    pat.chooses_in_the_menu("Takes back the last thing");
    pat.waits();
    let incident = pat.world.picture.incident("INC-1".parse().unwrap()).unwrap();
    assert!(!incident.rows["fabrikam"].spoken());
    assert_eq!(incident.owed_promises().count(), 0);

    // A note.
    pat.chooses_in_the_menu("Writes a fact, a guess");
    pat.does("they call us back<enter>");
    pat.waits();
    let incident = pat.world.picture.incident("INC-1".parse().unwrap()).unwrap();
    let written =
        |entry: &std::sync::Arc<warroom::domain::timeline::Entry>| entry.text.contains("they call us back");
    assert!(incident.timeline.iter().any(written));

    // Help, and away.
    pat.chooses_in_the_menu("This help");
    shows(&pat.screen, "Enter");
    pat.chooses_in_the_menu("Leaves the room");
    pat.does("<enter>");
    assert!(
        pat.screen.effects.contains(&Effect::Quit),
        "{:?}",
        pat.screen.effects
    );
}
