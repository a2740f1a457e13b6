//! The page of the gallery where one of each component says what happened to it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use comptoir_screens::Gallery;
use comptoir_screens::slint::platform::{PointerEventButton, WindowEvent};
use comptoir_screens::slint::{ComponentHandle, LogicalPosition, PhysicalSize, SharedString};
use i_slint_backend_testing::{ElementHandle, mock_elapsed_time};

use crate::pictures;

/// A gallery on the page « Essayer », with what its components told.
pub(crate) struct Stage {
    pub(crate) gallery: Gallery,
    told: Rc<RefCell<Vec<String>>>,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let gallery = pictures::open();
        gallery.window().set_size(PhysicalSize::new(1600, 1400));
        gallery.set_page(3);
        let told = Rc::new(RefCell::new(Vec::new()));
        let ear = Rc::clone(&told);
        gallery.on_told(move |what| ear.borrow_mut().push(what.into()));
        let stage = Self { gallery, told };
        stage.settle();
        stage
    }

    /// Lets changed callbacks and double-press times pass.
    pub(crate) fn settle(&self) {
        mock_elapsed_time(Duration::from_secs(2));
    }

    /// What was told since the last time.
    pub(crate) fn told(&self) -> Vec<String> {
        std::mem::take(&mut *self.told.borrow_mut())
    }

    /// The one element with that accessible label.
    pub(crate) fn find(&self, label: &str) -> ElementHandle {
        let found: Vec<_> = ElementHandle::find_by_accessible_label(&self.gallery, label).collect();
        assert_eq!(found.len(), 1, "elements labelled {label:?}");
        found.into_iter().next().unwrap()
    }

    /// Presses an element in its middle with the pointer.
    pub(crate) fn press(&self, label: &str) {
        self.find(label).mock_single_click(PointerEventButton::Left);
        self.settle();
    }

    /// Presses a point.
    pub(crate) fn press_at(&self, x: f32, y: f32) {
        let position = LogicalPosition::new(x, y);
        let button = PointerEventButton::Left;
        self.send(WindowEvent::PointerMoved { position });
        self.send(WindowEvent::PointerPressed { position, button });
        self.send(WindowEvent::PointerReleased { position, button });
        self.settle();
    }

    /// Presses a key and lets it go.
    pub(crate) fn key(&self, text: impl Into<SharedString>) {
        let text = text.into();
        self.send(WindowEvent::KeyPressed { text: text.clone() });
        self.send(WindowEvent::KeyReleased { text });
        self.settle();
    }

    /// Types a text, a key for each character.
    pub(crate) fn type_in(&self, text: &str) {
        for sign in text.chars() {
            self.key(sign);
        }
    }

    /// Presses a key while another is held.
    pub(crate) fn chord(&self, held: impl Into<SharedString>, key: &str) {
        let held = held.into();
        self.send(WindowEvent::KeyPressed { text: held.clone() });
        self.key(key);
        self.send(WindowEvent::KeyReleased { text: held });
    }

    fn send(&self, event: WindowEvent) {
        self.gallery.window().dispatch_event(event);
    }
}
