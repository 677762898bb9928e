//! What changed between two texts, word by word.

/// A run of words of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    Gone(String),
    New(String),
}

/// Texts longer than this are shown whole, the old one gone and the new one new.
const LONGEST: usize = 1_200;

/// The way from one text to the other; line breaks count as spaces.
pub fn redline(before: &str, after: &str) -> Vec<Piece> {
    let (old, new): (Vec<&str>, Vec<&str>) = (
        before.split_whitespace().collect(),
        after.split_whitespace().collect(),
    );
    let mut pieces = Pieces::default();
    if old.len() > LONGEST || new.len() > LONGEST {
        old.iter().for_each(|word| pieces.gone(word));
        new.iter().for_each(|word| pieces.new_word(word));
        return pieces.done;
    }
    let common = common(&old, &new);
    let (mut at, mut to) = (0, 0);
    while at < old.len() || to < new.len() {
        match (old.get(at), new.get(to)) {
            (Some(gone), Some(word)) if gone == word => {
                pieces.same(word);
                (at, to) = (at + 1, to + 1);
            }
            (Some(gone), Some(_)) if common[at + 1][to] >= common[at][to + 1] => {
                pieces.gone(gone);
                at += 1;
            }
            (_, Some(word)) => {
                pieces.new_word(word);
                to += 1;
            }
            (Some(gone), None) => {
                pieces.gone(gone);
                at += 1;
            }
            (None, None) => break,
        }
    }
    pieces.done
}

/// How many words the rests of both have in common, in order.
fn common(old: &[&str], new: &[&str]) -> Vec<Vec<u16>> {
    let mut table = vec![vec![0u16; new.len() + 1]; old.len() + 1];
    for at in (0..old.len()).rev() {
        for to in (0..new.len()).rev() {
            table[at][to] = match old[at] == new[to] {
                true => table[at + 1][to + 1] + 1,
                false => table[at + 1][to].max(table[at][to + 1]),
            };
        }
    }
    table
}

#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
}

impl Pieces {
    fn same(&mut self, word: &str) {
        match self.done.last_mut() {
            Some(Piece::Same(run)) => join(run, word),
            _ => self.done.push(Piece::Same(word.to_owned())),
        }
    }

    fn gone(&mut self, word: &str) {
        match self.done.last_mut() {
            Some(Piece::Gone(run)) => join(run, word),
            _ => self.done.push(Piece::Gone(word.to_owned())),
        }
    }

    fn new_word(&mut self, word: &str) {
        match self.done.last_mut() {
            Some(Piece::New(run)) => join(run, word),
            _ => self.done.push(Piece::New(word.to_owned())),
        }
    }
}

fn join(run: &mut String, word: &str) {
    run.push(' ');
    run.push_str(word);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_and_what_came_stand_between_what_stayed() {
        let said = redline(
            "We look into it. Next update by 14:05.",
            "We found it. Next update by 14:30.",
        );
        let expected = [
            Piece::Same("We".into()),
            Piece::Gone("look into".into()),
            Piece::New("found".into()),
            Piece::Same("it. Next update by".into()),
            Piece::Gone("14:05.".into()),
            Piece::New("14:30.".into()),
        ];
        assert_eq!(said, expected);
        assert_eq!(redline("", "We look"), [Piece::New("We look".into())]);
        assert_eq!(redline("We\nlook", "We look"), [Piece::Same("We look".into())]);
        assert!(redline("", "").is_empty());
    }
}
