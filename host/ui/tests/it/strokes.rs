//! What ten usual tasks cost a cashier: keystrokes and touches counted, as `docs/caisse.md` tells them.

use std::cell::Cell;
use std::path::PathBuf;

use comptoir_ui::ScreenSettings;
use comptoir_ui::screens::slint::platform::Key;

use crate::cashier::Cashier;
use crate::programs::enable_points;
use crate::shop::{SHIRT_EAN, TestShop};

/// A cashier whose keys and touches are counted; a scan costs nothing.
struct Counted<'a> {
    cashier: &'a Cashier,
    count: Cell<usize>,
}

impl Counted<'_> {
    fn add(&self, n: usize) -> &Self {
        self.count.set(self.count.get() + n);
        self
    }

    fn key(&self, key: Key) -> &Self {
        self.cashier.key(key);
        self.add(1)
    }

    fn write(&self, text: &str) -> &Self {
        self.cashier.write(text);
        self.add(text.chars().count())
    }

    fn press(&self, label: &str) -> &Self {
        self.cashier.press_first(label);
        self.add(1)
    }

    fn scan(&self, code: &str) -> &Self {
        self.cashier.scan(code);
        self
    }
}

/// A task: how it begins, how it is done by keys, how by touch, and what shows that it is done.
struct Task {
    name: &'static str,
    before: fn(&Cashier),
    keys: fn(&Counted<'_>),
    touches: fn(&Counted<'_>),
    done: fn(&Cashier) -> bool,
}

fn nothing(_: &Cashier) {}

fn shirt(cashier: &Cashier) {
    cashier.scan(SHIRT_EAN);
}

fn sold(cashier: &Cashier) {
    cashier.scan(SHIRT_EAN).key(Key::F12).key("/");
}

fn with_gift(cashier: &Cashier) {
    cashier.write("vin").key(Key::Return).write("lefevre").key(Key::Return).key(Key::F12).key("/");
    cashier.scan(SHIRT_EAN).write("lefevre").key(Key::Return);
}

const TASKS: [Task; 10] = [
    Task {
        name: "Un article scanné, payé en espèces avec un billet de 50 €",
        before: nothing,
        keys: |c| {
            c.scan(SHIRT_EAN).key(Key::Return).write("50").key(Key::Return);
        },
        touches: |c| {
            c.scan(SHIRT_EAN).press("Encaisser 49,90 €").press("Espèces 50 €");
        },
        done: |c| c.sales() == 1,
    },
    Task {
        name: "Un article scanné, payé par carte",
        before: nothing,
        keys: |c| {
            c.scan(SHIRT_EAN).key(Key::Return).write("/");
        },
        touches: |c| {
            c.scan(SHIRT_EAN).press("Encaisser 49,90 €").press("Carte");
        },
        done: |c| c.sales() == 1,
    },
    Task {
        name: "Trois fois le même article (scanné une fois)",
        before: nothing,
        keys: |c| {
            c.write("3*").scan(SHIRT_EAN);
        },
        touches: |c| {
            c.scan(SHIRT_EAN).press("Un de plus").press("Un de plus");
        },
        done: |c| c.lines() == ["3 Chemise 149.70"],
    },
    Task {
        name: "Un article trouvé par son nom (« cein »)",
        before: nothing,
        keys: |c| {
            c.write("cein").key(Key::Return);
        },
        touches: |c| {
            c.write("cein").press("Ceinture, 35,00 €, CEI");
        },
        done: |c| c.lines() == ["1 Ceinture 35.00"],
    },
    Task {
        name: "Le client trouvé par son nom (« lef »)",
        before: shirt,
        keys: |c| {
            c.write("lef").key(Key::Return);
        },
        touches: |c| {
            c.press("Chercher un client").press("l").press("e").press("f").press("Identifier");
        },
        done: |c| c.view().customer.is_some(),
    },
    Task {
        name: "10 % de remise sur le dernier article",
        before: shirt,
        keys: |c| {
            c.write("10").key(Key::F4);
        },
        touches: |c| {
            c.press("Remise").press("10");
        },
        done: |c| c.total() == "44.91",
    },
    Task {
        name: "Mettre en attente, puis reprendre",
        before: shirt,
        keys: |c| {
            c.key(Key::F6).key(Key::F6).key(Key::Return);
        },
        touches: |c| {
            c.press("Attente").press("Tickets en attente : 1").press("Reprendre");
        },
        done: |c| c.view().shelf.is_some(),
    },
    Task {
        name: "Utiliser le cadeau qui attend",
        before: with_gift,
        keys: |c| {
            c.key(Key::F8);
        },
        touches: |c| {
            c.press("Utiliser : Carte terminée : bon de 5 €");
        },
        done: |c| c.total() == "35.50",
    },
    Task {
        name: "Rembourser un article, ticket scanné",
        before: sold,
        keys: |c| {
            c.scan("C1-000001").write("+").key(Key::Return);
        },
        touches: |c| {
            c.scan("C1-000001").press("Un de plus : Chemise").press("Carte");
        },
        done: |c| c.sales() == 2,
    },
    Task {
        name: "Le ticket de la dernière vente",
        before: sold,
        keys: |c| {
            c.key(Key::F11);
        },
        touches: |c| {
            c.press("Imprimer le ticket");
        },
        done: |c| c.dialog() == comptoir_ui::screens::OpenDialog::Receipt,
    },
];

fn count(task: &Task, how: fn(&Counted<'_>)) -> usize {
    let cashier = Cashier::at(TestShop::with("", enable_points), ScreenSettings::default());
    (task.before)(&cashier);
    let counted = Counted { cashier: &cashier, count: Cell::new(0) };
    how(&counted);
    assert!((task.done)(&cashier), "{}: {:?} {}", task.name, cashier.lines(), cashier.sales());
    counted.count.get()
}

/// `UPDATE_EXPECT=1` writes the table anew.
#[test]
fn the_book_tells_what_tasks_cost() {
    const BEGIN: &str = "<!-- gestes : un test écrit cette table -->\n";
    const END: &str = "<!-- fin des gestes -->";
    let mut table = String::from("| tâche | touches | touchers |\n|---|---:|---:|\n");
    for task in &TASKS {
        let (keys, touches) = (count(task, task.keys), count(task, task.touches));
        table.push_str(&format!("| {} | {keys} | {touches} |\n", task.name));
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/caisse.md");
    let book = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = book.split_once(BEGIN).expect("the book has a place for the table");
    let (there, after) = rest.split_once(END).expect("the table ends");
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
    } else {
        assert_eq!(there, table, "docs/caisse.md; UPDATE_EXPECT=1 writes it anew");
    }
}
