//! Words of the shop's own settings.

use comptoir_app::setup::Section;
use comptoir_domain::money::Money;

use super::Words;

type Keys = Vec<(&'static str, &'static str)>;

impl Words {
    pub(crate) fn setup_sections(self) -> [&'static str; 3] {
        self.pick(["Familles", "Tarifs", "Champs"], ["Groups", "Prices", "Fields"])
    }

    pub(crate) fn setup_hint(self, section: Section) -> &'static str {
        match section {
            Section::Groups => self.pick(
                "Une famille donne à ses clients un tarif et une remise.",
                "A group gives its customers a price list and a discount.",
            ),
            Section::Prices => self.pick(
                "Un tarif dit ce que coûtent les articles aux familles qui l’ont.",
                "A price list says what items cost the groups that have it.",
            ),
            Section::Fields => self.pick(
                "Un champ ajoute aux fiches ce que votre magasin veut savoir.",
                "A field adds to files what your shop wants to know.",
            ),
        }
    }

    pub(crate) fn setting_changed(self, name: &str) -> String {
        self.pick(format!("« {name} » a changé."), format!("“{name}” has changed."))
    }

    pub(crate) fn setting_removed(self, name: &str) -> String {
        self.pick(format!("« {name} » est supprimé."), format!("“{name}” is removed."))
    }

    pub(crate) fn price_set(self) -> &'static str {
        self.pick("Le tarif est à jour.", "The price list is up to date.")
    }

    pub(crate) fn save_first(self) -> &'static str {
        self.pick("Enregistrez d’abord (Ctrl+S), ou annulez (Échap).", "Save first (Ctrl+S), or give up (Escape).")
    }

    pub(crate) fn remove_setting(self, name: &str) -> String {
        self.pick(format!("Supprimer « {name} » ?"), format!("Remove “{name}”?"))
    }

    pub(crate) fn remove(self) -> &'static str {
        self.pick("Supprimer", "Remove")
    }

    pub(crate) fn which_item(self) -> &'static str {
        self.pick("Quel article ?", "Which item?")
    }

    pub(crate) fn item_label(self) -> &'static str {
        self.pick("Article", "Item")
    }

    pub(crate) fn item_hint(self) -> &'static str {
        self.pick(
            "Scannez-le, ou écrivez son code ou quelques mots de son nom. Vide : ceux qui ont un prix dans ce tarif.",
            "Scan it, or write its code or words of its name. Empty: those that have a price in this list.",
        )
    }

    pub(crate) fn price_label(self) -> &'static str {
        self.pick("Prix dans ce tarif (€)", "Price in this list (€)")
    }

    pub(crate) fn price_hint(self, own: Money) -> String {
        let own = self.money(own);
        self.pick(
            format!("Prix ordinaire : {own}. Vide : plus de prix à lui dans ce tarif."),
            format!("Ordinary price: {own}. Empty: no price of its own in this list any more."),
        )
    }

    pub(crate) fn which_department(self) -> &'static str {
        self.pick("Quel rayon ?", "Which department?")
    }

    pub(crate) fn rate_label(self) -> &'static str {
        self.pick("Pourcentage du prix ordinaire", "Percentage of the ordinary price")
    }

    pub(crate) fn rate_hint(self) -> &'static str {
        self.pick(
            "90 veut dire 10 % de moins, 110 veut dire 10 % de plus, pour ce rayon et ceux au-dessous. Vide : plus de \
             règle pour ce rayon.",
            "90 means a tenth less, 110 a tenth more, for this department and those below. Empty: no rule for it any \
             more.",
        )
    }

    pub(crate) fn setup_keys(self) -> Keys {
        vec![
            ("F2 F3", self.pick("Fidélité, clients", "Loyalty, customers")),
            ("F8 F9", self.pick("Accueil, chiffres", "Welcome desk, figures")),
            (self.pick("Ctrl+Page", "Ctrl+Page"), self.pick("Familles, tarifs, champs", "Groups, prices, fields")),
            ("↑ ↓", self.pick("Aller dans la liste", "Move in the list")),
            (self.pick("Inser", "Insert"), self.pick("Nouveau", "New")),
            (self.pick("Tab", "Tab"), self.pick("Champ suivant", "Next field")),
            ("F4", self.pick("Tarif : prix d’un article", "Price list: price of an item")),
            ("F5", self.pick("Tarif : pourcentage d’un rayon", "Price list: percentage of a department")),
            ("F7", self.pick("Annuler un import", "Undo an import")),
            ("F11", self.pick("Importer des articles", "Import items")),
            ("Ctrl+S", self.pick("Enregistrer", "Save")),
            (self.pick("Échap", "Escape"), self.pick("Annuler la saisie", "Give up what is typed")),
            (self.pick("Ctrl+Suppr", "Ctrl+Delete"), self.pick("Supprimer", "Remove")),
        ]
    }
}
