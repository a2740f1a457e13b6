//! Banners over the total: what programs say, what was refused, what is wrong with a device. At most three,
//! the most urgent first, never in the way of a key.

use comptoir_app::Kind;
use comptoir_app::counter::{Action, View, ViewNotice};
use comptoir_screens::slint::Global as _;
use comptoir_screens::{BannerRow, Icons, TicketAdapter, Tone};

use crate::desk::Refusal;
use crate::rows::refresh;
use crate::stage::Stage;

/// How many are shown at once.
const MOST: usize = 3;
/// What the id of a message begins with that must be read.
const NOTICE: &str = "notice:";

/// What a banner's action does.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Means {
    /// Nothing but being read.
    Read,
    /// An unknown code: search for it, or sell an article without a code.
    Unknown(String),
    /// A sale that a crash or a closing left: go on with it, or give it up.
    Recovered,
    /// Give up the ticket: yes or no.
    Abandon,
}

/// A banner that is told by the till itself.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    id: u32,
    text: String,
    detail: String,
    tone: Tone,
    means: Means,
}

/// What stands over the total.
#[derive(Debug, Default)]
pub(crate) struct Banners {
    told: Vec<Told>,
    next: u32,
    /// Messages of programs that the cashier put away, until the sale ends.
    put_away: Vec<String>,
    recovered_seen: bool,
}

impl Banners {
    fn push(&mut self, text: String, detail: String, tone: Tone, means: Means) {
        self.told.retain(|told| told.text != text && (means == Means::Read || told.means != means));
        self.next += 1;
        self.told.push(Told { id: self.next, text, detail, tone, means });
    }

    /// A new gesture was done: what was told about the one before is old.
    pub(crate) fn clear_told(&mut self) {
        self.told.clear();
    }

    fn means(&self, id: &str) -> Means {
        let told = self.told.iter().find(|told| format!("told:{}", told.id) == id);
        match id {
            "recovered" => Means::Recovered,
            _ => told.map_or(Means::Read, |told| told.means.clone()),
        }
    }

    fn dismiss(&mut self, id: &str) {
        self.told.retain(|told| format!("told:{}", told.id) != id);
        if let Some(message) = id.strip_prefix("message:") {
            self.put_away.push(message.to_owned());
        }
        if id == "recovered" {
            self.recovered_seen = true;
        }
    }
}

impl Stage {
    /// Tells something that was done.
    pub(crate) fn note(&self, text: &str) {
        self.banners.borrow_mut().push(text.to_owned(), String::new(), Tone::Neutral, Means::Read);
        self.refresh_banners();
    }

    /// Tells something that is wrong.
    pub(crate) fn warn(&self, text: &str, detail: &str) {
        self.banners.borrow_mut().push(text.to_owned(), detail.to_owned(), Tone::Look, Means::Read);
        self.refresh_banners();
    }

    /// A refusal that no open form shows.
    pub(crate) fn banner_refused(&self, refusal: &Refusal) {
        let tone = if refusal.kind == Kind::Storage { Tone::Blocked } else { Tone::Look };
        let means = refusal.unknown_code.clone().map_or(Means::Read, Means::Unknown);
        self.banners.borrow_mut().push(refusal.words.clone(), String::new(), tone, means);
        self.refresh_banners();
    }

    pub(crate) fn ask_abandon(&self) {
        let words = self.words();
        self.banners.borrow_mut().push(
            words.abandon_question().to_owned(),
            words.abandon_detail().to_owned(),
            Tone::Look,
            Means::Abandon,
        );
        self.refresh_banners();
    }

    /// Escape puts away what the till told.
    pub(crate) fn dismiss_banners(&self) {
        self.banners.borrow_mut().clear_told();
        self.refresh_banners();
    }

    fn refresh_banners(&self) {
        match self.view() {
            Some(view) => self.show_banners(&view),
            None => self.put_banners(&self.told_rows()),
        }
    }

    pub(crate) fn show_banners(&self, view: &View) {
        if view.lines.is_empty() {
            self.banners.borrow_mut().put_away.clear();
        }
        let mut rows = self.told_rows();
        rows.extend(self.standing_rows(view));
        rows.extend(self.notice_rows(view));
        let words = self.words();
        let put_away = self.banners.borrow().put_away.clone();
        let noticed = |text: &String| view.notices.iter().any(|notice| &notice.text == text);
        let said = view.messages.iter().filter(|text| !put_away.contains(text) && !noticed(text));
        let icon = Icons::get(&self.window).get_star();
        rows.extend(said.map(|text| BannerRow {
            id: format!("message:{text}").into(),
            text: text.as_str().into(),
            tone: Tone::Brand,
            icon: icon.clone(),
            dismissable: true,
            ..BannerRow::default()
        }));
        let icon = Icons::get(&self.window).get_warning();
        rows.extend(view.faults.iter().map(|fault| BannerRow {
            id: format!("fault:{}", fault.program).into(),
            text: words.program_failed(&fault.program).into(),
            detail: fault.words.as_str().into(),
            tone: Tone::Look,
            icon: icon.clone(),
            ..BannerRow::default()
        }));
        rows.sort_by_key(|row| match row.tone {
            Tone::Blocked => 0,
            Tone::Look => 1,
            _ => 2,
        });
        self.put_banners(&rows);
    }

    /// What the cashier must say that they read.
    fn notice_rows(&self, view: &View) -> Vec<BannerRow> {
        let (words, icon) = (self.words(), Icons::get(&self.window).get_info());
        let row = |notice: &ViewNotice| BannerRow {
            id: format!("{NOTICE}{}", notice.text).into(),
            text: notice.text.as_str().into(),
            detail: notice.program.as_str().into(),
            tone: Tone::Look,
            icon: icon.clone(),
            action: words.seen().into(),
            ..BannerRow::default()
        };
        view.notices.iter().map(row).collect()
    }

    /// Banners that stand as long as their reason.
    fn standing_rows(&self, view: &View) -> Vec<BannerRow> {
        let (words, icons) = (self.words(), Icons::get(&self.window));
        let mut rows = Vec::new();
        if let Some(alarm) = &view.alarm {
            rows.push(BannerRow {
                id: "alarm".into(),
                text: words.journal_alarm_text().into(),
                detail: alarm.as_str().into(),
                tone: Tone::Blocked,
                icon: icons.get_shield(),
                ..BannerRow::default()
            });
        }
        if view.recovered && !view.lines.is_empty() && !self.banners.borrow().recovered_seen {
            rows.push(BannerRow {
                id: "recovered".into(),
                text: words.recovered().into(),
                detail: words.recovered_detail().into(),
                tone: Tone::Look,
                icon: icons.get_refresh(),
                action: words.go_on().into(),
                second: words.abandon().into(),
                ..BannerRow::default()
            });
        }
        rows
    }

    fn told_rows(&self) -> Vec<BannerRow> {
        let (words, icons) = (self.words(), Icons::get(&self.window));
        let banners = self.banners.borrow();
        let row = |told: &Told| BannerRow {
            id: format!("told:{}", told.id).into(),
            text: told.text.as_str().into(),
            detail: told.detail.as_str().into(),
            tone: told.tone,
            icon: if told.tone == Tone::Neutral { icons.get_info() } else { icons.get_warning() },
            action: match &told.means {
                Means::Unknown(_) => words.search_it().into(),
                Means::Abandon => words.abandon().into(),
                _ => "".into(),
            },
            second: match &told.means {
                Means::Unknown(_) => words.without_code().into(),
                Means::Abandon => words.keep().into(),
                _ => "".into(),
            },
            second_key: if matches!(told.means, Means::Unknown(_)) { "F2" } else { "" }.into(),
            dismissable: told.means != Means::Abandon,
            ..BannerRow::default()
        };
        banners.told.iter().rev().map(row).collect()
    }

    fn put_banners(&self, rows: &[BannerRow]) {
        let ticket = TicketAdapter::get(&self.window);
        let rows = rows.iter().take(MOST).cloned().collect();
        refresh(&ticket.get_banners(), rows, |rows| ticket.set_banners(rows));
    }

    pub(crate) fn banner_action(&self, id: &str) {
        if let Some(text) = id.strip_prefix(NOTICE) {
            self.act(Action::Acknowledge { text: text.to_owned() });
            return self.focus();
        }
        let means = self.banners.borrow().means(id);
        self.banner_dismissed(id);
        match means {
            Means::Unknown(code) => self.search_for(&code),
            Means::Abandon => self.act(Action::Abandon),
            Means::Recovered | Means::Read => {}
        }
        self.focus();
    }

    pub(crate) fn banner_second(&self, id: &str) {
        let means = self.banners.borrow().means(id);
        self.banner_dismissed(id);
        match means {
            Means::Unknown(_) => return self.open_article(),
            Means::Recovered => self.act(Action::Abandon),
            Means::Abandon | Means::Read => {}
        }
        self.focus();
    }

    pub(crate) fn banner_dismissed(&self, id: &str) {
        self.banners.borrow_mut().dismiss(id);
        self.refresh_banners();
    }

    /// Puts a text into the field and searches for it.
    fn search_for(&self, text: &str) {
        comptoir_screens::HeaderAdapter::get(&self.window).set_search(text.into());
        self.search_now();
    }
}
