//! The bar on top: the field, the devices, the clock.

use comptoir_app::counter::Action;
use comptoir_app::devices::Device;
use comptoir_domain::draft::ManualDiscount;
use comptoir_domain::quantity::Quantity;
use comptoir_screens::slint::{Global as _, Model as _, TimerMode};
use comptoir_screens::{DeviceRow, HeaderAdapter, Icons, OpenDialog, Tone};

use crate::desk::{Ask, Scope};
use crate::rows::refresh;
use crate::stage::{SEARCH_PAUSE, Stage};

/// The badge of programs that nobody signed.
const UNSIGNED: &str = "unsigned";

/// How the devices are, as far as is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Devices {
    /// The printer's trouble, when there is a printer.
    pub(crate) printer: Option<Option<String>>,
    /// The scanner's trouble, when there is a serial scanner.
    pub(crate) scanner: Option<Option<String>>,
}

/// A field that asks for a quantity before a scan: `3*`, `0,5×`.
pub(crate) fn quantity_before(text: &str) -> Option<Quantity> {
    let digits = text.trim().strip_suffix(['*', '×', 'x', 'X'])?;
    Quantity::parse(&digits.trim().replace(',', ".")).ok()
}

/// Splits `3*3017620422003` into its quantity and its code.
pub(crate) fn split_quantity(text: &str) -> (Option<Quantity>, &str) {
    if let Some(end) = text.find(['*', '×'])
        && let Some(quantity) =
            quantity_before(&text[..=end + text[end..].chars().next().map_or(0, char::len_utf8) - 1])
    {
        return (Some(quantity), text[end..].trim_start_matches(['*', '×']).trim());
    }
    (None, text.trim())
}

impl Stage {
    pub(crate) fn connect_header(&self) {
        let header = HeaderAdapter::get(&self.window);
        header.on_edited(self.with(|stage, text: comptoir_screens::slint::SharedString| stage.edited(&text)));
        header.on_accepted(self.with(|stage, text: comptoir_screens::slint::SharedString| stage.accepted(&text)));
        header.on_move(self.with(Self::move_in_header));
        header.on_cancelled(self.on(Self::escape));
        header.on_settings(self.on(|stage| stage.show_dialog(OpenDialog::Settings)));
        header.on_device(self.with(|stage, id: comptoir_screens::slint::SharedString| stage.tell_device(&id)));
    }

    /// Typing searches after a short pause, so that a scan that slips in does not flash a list.
    fn edited(&self, text: &str) {
        let (_, words) = split_quantity(text);
        if words.chars().count() < 2 {
            self.search_pause.stop();
            self.close_found();
            return;
        }
        self.search_pause.start(TimerMode::SingleShot, SEARCH_PAUSE, self.on(Self::search_now));
    }

    pub(crate) fn search_now(&self) {
        let typed = self.typed();
        let (_, words) = split_quantity(&typed);
        if words.chars().count() >= 2 {
            self.ask(Ask::Find { scope: Scope::Everything, text: words.to_owned() });
        }
    }

    /// Enter: what is chosen below; else the code that stands there; with nothing there, the payment.
    fn accepted(&self, text: &str) {
        if text.trim().is_empty() {
            return self.pay_pressed();
        }
        let chosen = self.found.borrow().chosen();
        if let Some(chosen) = chosen {
            return self.choose_found(&chosen);
        }
        let (quantity, code) = split_quantity(text);
        if code.is_empty() {
            return;
        }
        if !code.chars().any(|c| c.is_ascii_digit()) {
            return self.search_now();
        }
        let candidates = vec![code.to_owned()];
        self.clear_typed();
        self.act(Action::Scan { candidates, quantity });
    }

    /// Up and Down: in what was found, else in the ticket.
    fn move_in_header(&self, by: i32) {
        if self.found.borrow().is_open() {
            self.move_found(by);
        } else {
            self.move_line(by);
        }
    }

    /// Escape in the sale: closes what was found, empties the field, or puts the messages away.
    pub(crate) fn escape(&self) {
        if !self.typed().is_empty() {
            self.clear_typed();
        } else {
            self.dismiss_banners();
        }
    }

    /// A quantity typed before `*` goes with the scan that follows. Other words stay: a person is still at them.
    pub(crate) fn scanned(&self, candidates: Vec<String>) {
        let quantity = quantity_before(&self.typed());
        if self.dialog_scanned(&candidates) {
            return;
        }
        if quantity.is_some() {
            self.clear_typed();
        }
        self.act(Action::Scan { candidates, quantity });
    }

    /// A number typed before F4 or F5 is the value: `10` F4 is ten percent off.
    pub(crate) fn number_typed(&self) -> Option<String> {
        let typed = self.typed();
        let number = typed.trim().trim_end_matches('%').trim().replace(',', ".");
        Quantity::parse(&number).ok().map(|_| number)
    }

    /// The discount that stands in the field, in percent.
    pub(crate) fn discount_typed(&self) -> Option<ManualDiscount> {
        let number = self.number_typed()?;
        comptoir_domain::rate::Percent::parse(&number).ok().map(ManualDiscount::Percent)
    }

    pub(crate) fn show_header(&self) {
        let (header, words) = (HeaderAdapter::get(&self.window), self.words());
        header.set_shop(self.shop.name.as_str().into());
        header.set_till(words.till(self.shop.till.as_str()).into());
        header.set_mode(words.mode(self.shop.mode).into());
        header.set_clock((self.clock)().into());
        self.show_devices();
    }

    pub(crate) fn take_devices(&self, devices: Vec<Device>) {
        let mut known = Devices::default();
        for device in devices {
            match device.kind {
                "printer" => known.printer = Some(device.trouble),
                _ => known.scanner = Some(device.trouble),
            }
        }
        *self.devices.borrow_mut() = known;
        self.show_devices();
    }

    pub(crate) fn scanner_state(&self, trouble: Option<String>) {
        self.devices.borrow_mut().scanner = Some(trouble);
        self.show_devices();
    }

    fn show_devices(&self) {
        let (words, icons) = (self.words(), Icons::get(&self.window));
        let devices = self.devices.borrow().clone();
        let view = self.view();
        let print_trouble = view.as_ref().and_then(|view| view.print_trouble.clone());
        let waiting = view.as_ref().map_or(0, |view| view.prints_waiting);
        let mut rows = Vec::new();
        if let Some(trouble) = devices.printer {
            let trouble = print_trouble.or(trouble);
            let detail = match (&trouble, waiting) {
                (Some(_), 0) => words.printer_off().to_owned(),
                (Some(_), waiting) => words.prints_waiting(waiting),
                (None, _) => words.ready().to_owned(),
            };
            rows.push(DeviceRow {
                id: "printer".into(),
                name: words.printer().into(),
                detail: detail.into(),
                icon: icons.get_printer(),
                tone: if trouble.is_some() { Tone::Look } else { Tone::Ok },
            });
        }
        if let Some(trouble) = devices.scanner {
            rows.push(DeviceRow {
                id: "scanner".into(),
                name: words.scanner().into(),
                detail: if trouble.is_some() { words.scanner_off() } else { words.ready() }.into(),
                icon: icons.get_scanner(),
                tone: if trouble.is_some() { Tone::Look } else { Tone::Ok },
            });
        }
        let unsigned = view.as_ref().map(|view| view.unsigned.join(", ")).unwrap_or_default();
        if !unsigned.is_empty() {
            rows.push(DeviceRow {
                id: UNSIGNED.into(),
                name: unsigned.into(),
                detail: words.unsigned().into(),
                icon: icons.get_warning(),
                tone: Tone::Look,
            });
        }
        let alarm = view.as_ref().is_some_and(|view| view.alarm.is_some());
        rows.push(DeviceRow {
            id: "journal".into(),
            name: words.journal().into(),
            detail: if alarm { words.journal_alarm() } else { words.journal_whole() }.into(),
            icon: icons.get_shield(),
            tone: if alarm { Tone::Blocked } else { Tone::Ok },
        });
        let header = HeaderAdapter::get(&self.window);
        refresh(&header.get_devices(), rows, |rows| header.set_devices(rows));
    }

    /// A touch on a device's badge says in full how it is.
    /// What the badges say, in words: those that are ready together, each that is not by itself.
    pub(crate) fn tell_devices(&self) {
        let (ready, troubled): (Vec<_>, Vec<_>) =
            HeaderAdapter::get(&self.window).get_devices().iter().partition(|device| device.tone == Tone::Ok);
        let ready: Vec<String> = ready.iter().map(|device| format!("{} : {}", device.name, device.detail)).collect();
        if !ready.is_empty() {
            self.note(&ready.join(" · "));
        }
        troubled.iter().for_each(|device| self.tell_device(&device.id));
        self.ask(Ask::Devices);
    }

    fn tell_device(&self, id: &str) {
        let (words, devices) = (self.words(), self.devices.borrow().clone());
        let view = self.view();
        let trouble = match id {
            "printer" => view.as_ref().and_then(|view| view.print_trouble.clone()).or(devices.printer.flatten()),
            "scanner" => devices.scanner.flatten(),
            UNSIGNED => view.as_ref().map(|view| format!("{} : {}", words.unsigned(), view.unsigned.join(", "))),
            _ => view.as_ref().and_then(|view| view.alarm.clone()),
        };
        match trouble {
            Some(trouble) => self.warn(&trouble, ""),
            None => self.note(&words.device_fine(id)),
        }
        self.ask(Ask::Devices);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<String>, &str) {
        let (quantity, code) = split_quantity(text);
        (quantity.map(|quantity| quantity.to_string()), code)
    }

    #[test]
    fn a_quantity_stands_before_its_code() {
        assert_eq!(parts("3*3017620422003"), (Some("3".to_owned()), "3017620422003"));
        assert_eq!(parts("0,5 × pommes"), (Some("0.5".to_owned()), "pommes"));
        assert_eq!(parts("3*"), (Some("3".to_owned()), ""));
        assert_eq!(parts("3017620422003"), (None, "3017620422003"));
        assert_eq!(parts("boîte*2"), (None, "boîte*2"));
        assert_eq!(quantity_before("12").map(|quantity| quantity.to_string()), None);
        assert_eq!(quantity_before("12x").map(|quantity| quantity.to_string()), Some("12".to_owned()));
    }
}
