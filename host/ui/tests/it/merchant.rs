//! A merchant at the office: finds things by what they are called, presses, types, and looks.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use comptoir_app::office::Office;
use comptoir_app::programs::ProgramRow;
use comptoir_app::{Clock, Till};
use comptoir_domain::language::Language;
use comptoir_ui::ScreenSettings;
use comptoir_ui::office::desk::Desk;
use comptoir_ui::office::{OfficeProps, OfficeStage};
use comptoir_ui::screens::slint::platform::{Key, PointerEventButton, WindowEvent};
use comptoir_ui::screens::slint::{ComponentHandle as _, PhysicalSize, SharedString};
use i_slint_backend_testing::{AccessibleRole, ElementHandle, ElementQuery, mock_elapsed_time};

use crate::cashier::{labels_of, plain, platform};
use crate::shop::{TestShop, noon};

/// A merchant, the window, and the shop behind it.
pub(crate) struct Merchant {
    pub(crate) stage: Rc<OfficeStage>,
    pub(crate) shop: TestShop,
}

impl Merchant {
    /// An office in a shop whose delivered policies `deliver` wrote into a folder, and where something was done.
    pub(crate) fn with(deliver: impl FnOnce(&Path), prepare: impl FnOnce(&mut Till, &Path)) -> Self {
        Self::at(deliver, prepare, ScreenSettings::default())
    }

    pub(crate) fn at(
        deliver: impl FnOnce(&Path),
        prepare: impl FnOnce(&mut Till, &Path),
        settings: ScreenSettings,
    ) -> Self {
        platform();
        let shop = TestShop::with("", |till| {
            let policies = policies(till.dir());
            std::fs::create_dir_all(&policies).unwrap();
            deliver(&policies);
            till.bundled_from(&policies);
            prepare(till, &policies);
        });
        Self::open(shop, settings)
    }

    fn open(mut shop: TestShop, settings: ScreenSettings) -> Self {
        shop.cut();
        let till = Till::open(shop.dir(), Clock::Set(noon())).unwrap();
        let props =
            OfficeProps { dir: shop.dir().to_owned(), shop: till.shop().clone(), language: Language::French, settings };
        let stage = OfficeStage::new(props).unwrap();
        // What lies below the edge is neither seen nor found: a tall window has all of a page.
        stage.window().window().set_size(PhysicalSize::new(1366, 4000));
        stage.window().show().unwrap();
        stage.window().window().dispatch_event(WindowEvent::WindowActiveChanged(true));
        let delivered = policies(shop.dir());
        // Nothing delivered is a folder that is not there, and has the same name in all pictures.
        let some = std::fs::read_dir(&delivered).unwrap().next().is_some();
        let delivered = if some { delivered } else { PathBuf::from(NOWHERE) };
        stage.open(Desk::here(Office::open(till, &delivered).unwrap()));
        let merchant = Self { stage, shop };
        merchant.settle();
        merchant
    }

    /// Makes the window that large.
    pub(crate) fn size(&self, (width, height): (u32, u32)) -> &Self {
        self.stage.window().window().set_size(PhysicalSize::new(width, height));
        self.settle();
        self
    }

    /// Makes the window so tall that all of a page is seen: what lies below the edge is not found.
    pub(crate) fn tall(&self) -> &Self {
        self.size((1366, 4000))
    }

    /// Lets changed values be seen.
    pub(crate) fn settle(&self) {
        for _ in 0..4 {
            mock_elapsed_time(Duration::from_millis(150));
        }
        assert!(!self.says("Un incident interne"), "a callback panicked");
    }

    /// Presses a key as a person does.
    pub(crate) fn key(&self, key: impl Into<SharedString>) -> &Self {
        let text = key.into();
        let window = self.stage.window().window();
        window.dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        window.dispatch_event(WindowEvent::KeyReleased { text });
        self.settle();
        self
    }

    /// Holds a key while another is pressed.
    pub(crate) fn chord(&self, held: Key, key: impl Into<SharedString>) -> &Self {
        let held = SharedString::from(held);
        self.stage.window().window().dispatch_event(WindowEvent::KeyPressed { text: held.clone() });
        self.key(key);
        self.stage.window().window().dispatch_event(WindowEvent::KeyReleased { text: held });
        self
    }

    pub(crate) fn write(&self, text: &str) -> &Self {
        for letter in text.chars() {
            self.key(letter);
        }
        self
    }

    /// Everything that a screen reader can say.
    pub(crate) fn labels(&self) -> Vec<String> {
        labels_of(self.stage.window())
    }

    pub(crate) fn says(&self, text: &str) -> bool {
        self.labels().iter().any(|label| label.contains(text))
    }

    #[track_caller]
    pub(crate) fn must_say(&self, text: &str) -> &Self {
        assert!(self.says(text), "« {text} » is not on the screen: {:#?}", self.labels());
        self
    }

    #[track_caller]
    pub(crate) fn must_not_say(&self, text: &str) -> &Self {
        assert!(!self.says(text), "« {text} » is on the screen: {:#?}", self.labels());
        self
    }

    /// Finds the one element to touch that a screen reader calls so.
    #[track_caller]
    pub(crate) fn find(&self, label: &str) -> ElementHandle {
        let label = label.to_owned();
        let wanted = label.clone();
        let called_so = move |element: &ElementHandle| element.accessible_label().is_some_and(|l| plain(&l) == wanted);
        let mut found = ElementQuery::from_root(self.stage.window()).match_predicate(called_so).find_all();
        found.retain(|element| {
            !matches!(element.accessible_role(), None | Some(AccessibleRole::None | AccessibleRole::Text))
        });
        assert_eq!(found.len(), 1, "« {label} » among {:?}", self.labels());
        found.remove(0)
    }

    /// Touches what is called so, wherever the page is turned to.
    #[track_caller]
    pub(crate) fn press(&self, label: &str) -> &Self {
        self.find(label).mock_single_click(PointerEventButton::Left);
        self.settle();
        self
    }

    /// Touches the button of the notice on top.
    pub(crate) fn undo_from_the_notice(&self) -> &Self {
        let office: comptoir_ui::screens::OfficeAdapter<'_> =
            comptoir_ui::screens::slint::Global::get(self.stage.window());
        office.invoke_notice_action("notice".into());
        self.settle();
        self
    }

    /// As a screen reader does it: also for what lies below the edge of the page.
    #[track_caller]
    pub(crate) fn act(&self, label: &str) -> &Self {
        self.find(label).invoke_accessible_default_action();
        self.settle();
        self
    }

    /// Empties a field and types into it.
    #[track_caller]
    pub(crate) fn fill(&self, label: &str, text: &str) -> &Self {
        self.find(label).set_accessible_value(text);
        self.settle();
        self
    }

    #[track_caller]
    pub(crate) fn value(&self, label: &str) -> String {
        self.find(label).accessible_value().map(|value| plain(&value)).unwrap_or_default()
    }

    /// The programs as they are kept.
    pub(crate) fn kept(&self) -> Vec<ProgramRow> {
        self.stage.with_backroom(|room| room.office().till().store().programs().unwrap()).unwrap()
    }

    /// The setting of a kept program, as JSON.
    pub(crate) fn setting(&self, program: &str, key: &str) -> String {
        let row = self.kept().into_iter().find(|row| row.id.as_str() == program).unwrap();
        let settings = row.settings;
        let start = settings.find(&format!("\"{key}\":")).unwrap_or_else(|| panic!("{key} in {settings}"));
        let rest = &settings[start + key.len() + 3..];
        rest[..=rest.find('}').unwrap()].to_owned()
    }
}

/// A folder that is not there.
pub(crate) const NOWHERE: &str = "/opt/comptoir/policies";

/// The folder of delivered policies of a test's shop.
fn policies(dir: &Path) -> PathBuf {
    dir.join("delivered")
}

/// Writes a policy with every kind of setting.
pub(crate) fn write_policy(folder: &Path, id: &str, title: [&str; 2], text: [&str; 2], settings: &str, script: &str) {
    let package = folder.join(id);
    std::fs::create_dir_all(package.join("locale")).unwrap();
    let manifest = format!(
        r#"
id = "{id}"
version = "1.0.0"
kind = "program"
contract = "1.0"
engine = "rhai"
author = "Comptoir"
license = "GPL-3.0-or-later"
effects = ["add", "spend", "discount", "voucher", "offer", "message"]
events = ["draft", "paid"]
ceilings = {{ percent = "30", amount = "50.00" }}
title = {{ fr = "{}", en = "{}" }}
description = {{ fr = "{}", en = "{}" }}

[[counter]]
name = "points"
unit = {{ fr = "points", en = "points" }}
{settings}
"#,
        title[0], title[1], text[0], text[1]
    );
    std::fs::write(package.join("manifest.toml"), manifest).unwrap();
    std::fs::write(package.join("policy.rhai"), script).unwrap();
    std::fs::write(package.join("locale/fr.ftl"), FRENCH).unwrap();
    std::fs::write(package.join("locale/en.ftl"), ENGLISH).unwrap();
}

/// Writes a filter: who came at least so many times.
pub(crate) fn write_filter(folder: &Path) {
    let package = folder.join("regulars");
    std::fs::create_dir_all(package.join("locale")).unwrap();
    let manifest = r#"
id = "regulars"
version = "1.0.0"
kind = "filter"
contract = "1.0"
engine = "rhai"
author = "Comptoir"
license = "GPL-3.0-or-later"
facts = []
title = { fr = "Fidèles", en = "Regulars" }
description = { fr = "Celles et ceux qui viennent souvent.", en = "Those who come often." }
[[setting]]
key = "visits"
type = "integer"
label = { fr = "Passages au moins", en = "Visits at least" }
help = { fr = "Les jours où le client a acheté.", en = "Days on which the customer bought." }
default = 5
min = 1
max = 100
"#;
    std::fs::write(package.join("manifest.toml"), manifest).unwrap();
    std::fs::write(package.join("policy.rhai"), REGULARS).unwrap();
    for file in ["fr.ftl", "en.ftl"] {
        std::fs::write(package.join("locale").join(file), "label = Fidèles\n").unwrap();
    }
}

const REGULARS: &str = r#"
fn prepare(settings) {
    let plan = plan();
    plan.ask("visits", visits(always()));
    plan
}
fn select(customer, day, settings) { customer.answer("visits") >= settings.visits }
"#;

const FRENCH: &str =
    "too-high = Le seuil doit rester au-dessus de la tranche.\noffer = Carte terminée : bon de 5 €\nlabel = Fidélité\n";
const ENGLISH: &str =
    "too-high = The threshold must stay above the step.\noffer = Card complete: €5 off\nlabel = Loyalty\n";

/// Forty points a sale; forty of them give five euros.
pub(crate) const POINTS: &str = r#"
fn prepare(settings) {
    let plan = plan();
    if settings.step > settings.threshold { plan.refuse("step", "too-high"); }
    plan
}
fn evaluate(sale, settings) {
    let out = effects();
    if sale.has_customer { out.add("points", 40, []); }
    if sale.has_customer && sale.balance("points") >= 40 {
        out.offer(#{ id: "gift", title: text("offer", #{}), cost: #{ counter: "points", amount: 40 },
                     rewards: [#{ discount: #{ amount: 5.00, label: "label" } }] });
    }
    out
}
"#;

/// Works never.
pub(crate) const FAILS: &str = "fn evaluate(sale, settings) { throw \"trop de lignes pour moi\"; }";

/// One setting of each kind.
pub(crate) const SETTINGS: &str = r#"
[[setting]]
key = "threshold"
type = "integer"
label = { fr = "Seuil du cadeau", en = "Threshold of the gift" }
help = { fr = "Le nombre de points qui donne droit au cadeau.", en = "The points that give the gift." }
default = 200
min = 1
max = 1000
[[setting]]
key = "step"
type = "decimal"
label = { fr = "Tranche d’achats", en = "Step of purchases" }
help = { fr = "Avec 1 : des points par euro.", en = "With 1: points per euro." }
default = "1"
[[setting]]
key = "reward"
type = "choice"
label = { fr = "Le cadeau", en = "The gift" }
default = "voucher"
choices = [
    { name = "voucher", label = { fr = "Un bon d’achat, imprimé sur le ticket", en = "A voucher, printed on the receipt" } },
    { name = "discount", label = { fr = "Une remise immédiate", en = "A discount at once" } },
]
[[setting]]
key = "worth"
type = "money"
label = { fr = "Valeur du bon", en = "Worth of the voucher" }
default = "10.00"
min = "1.00"
shown_when = { setting = "reward", is = ["voucher"] }
[[setting]]
key = "percent"
type = "percent"
label = { fr = "Taux de la remise", en = "Rate of the discount" }
default = "10"
shown_when = { setting = "reward", is = ["discount"] }
[[setting]]
key = "name"
type = "text"
label = { fr = "Nom sur le ticket", en = "Name on the receipt" }
default = "Fidélité"
[[setting]]
key = "announce"
type = "yes"
label = { fr = "L’annoncer en caisse", en = "Announce it at the checkout" }
help = { fr = "Le caissier lit ce qui manque au client.", en = "The cashier reads what the customer lacks." }
default = true
[[setting]]
key = "since"
type = "date"
label = { fr = "Points comptés depuis", en = "Points counted since" }
default = "2026-01-01"
[[setting]]
key = "days"
type = "weekdays"
label = { fr = "Jours de points doubles", en = "Days of double points" }
default = []
[[setting]]
key = "hours"
type = "hours"
label = { fr = "Heures creuses", en = "Quiet hours" }
default = []
[[setting]]
key = "excluded"
type = "departments"
label = { fr = "Rayons sans points", en = "Departments without points" }
default = []
[[setting]]
key = "gifts"
type = "items"
label = { fr = "Articles offerts", en = "Items given" }
default = []
[[setting]]
key = "groups"
type = "groups"
label = { fr = "Groupes de clients", en = "Customer groups" }
default = []
"#;
