//! The pages of the gallery as pictures, drawn without a display. The tests compare them to those that were accepted.

use std::fs::File;
use std::io::{self, BufReader, BufWriter};
use std::path::Path;
use std::time::Duration;

use comptoir_screens::slint::platform::{self, WindowEvent};
use comptoir_screens::slint::{ComponentHandle, PhysicalSize, Rgba8Pixel, SharedPixelBuffer};
use comptoir_screens::{Gallery, Theme};
use i_slint_backend_testing::{TestingBackend, TestingBackendOptions, mock_elapsed_time};

/// What a picture shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shot {
    name: &'static str,
    page: i32,
    dialog: bool,
    dark: bool,
    /// The size of text; 1 is normal.
    scale: f32,
    size: (u32, u32),
}

impl Shot {
    /// The name of its file.
    pub(crate) fn file(self) -> String {
        format!("{}-{}.png", self.name, if self.dark { "dark" } else { "light" })
    }
}

/// All pictures: each page and a dialog, light and dark, and one page with larger text.
pub(crate) fn shots() -> Vec<Shot> {
    let shot = Shot { name: "press", page: 0, dialog: false, dark: false, scale: 1.0, size: (1280, 900) };
    let light = [
        shot,
        Shot { name: "type", page: 1, size: (1280, 860), ..shot },
        Shot { name: "read", page: 2, size: (1280, 960), ..shot },
        Shot { name: "dialog", page: 2, dialog: true, size: (1024, 640), ..shot },
    ];
    let dark = light.map(|light| Shot { dark: true, ..light });
    let large = Shot { name: "large", scale: 1.3, size: (1600, 1100), ..shot };
    light.into_iter().chain(dark).chain([large]).collect()
}

/// Opens the gallery on a window that is only memory, at a time that stands still.
pub(crate) fn open() -> Gallery {
    let options = TestingBackendOptions { mock_time: true, threading: false, renderer_name: Some("software".into()) };
    platform::set_platform(Box::new(TestingBackend::new(options))).expect("a thread opens one gallery");
    let gallery = Gallery::new().expect("the testing backend makes windows of memory");
    gallery.show().expect("a window of memory can be shown");
    gallery.window().dispatch_event(WindowEvent::WindowActiveChanged(true));
    gallery
}

/// Draws one picture.
pub(crate) fn draw(gallery: &Gallery, shot: Shot) -> SharedPixelBuffer<Rgba8Pixel> {
    gallery.window().set_size(PhysicalSize::new(shot.size.0, shot.size.1));
    gallery.global::<Theme>().set_dark(shot.dark);
    gallery.global::<Theme>().set_scale(shot.scale);
    gallery.set_page(shot.page);
    gallery.set_dialog(shot.dialog);
    // Twice, for what is laid out after the first time.
    for _ in 0..2 {
        mock_elapsed_time(Duration::from_millis(20));
        gallery.window().take_snapshot().expect("the software renderer draws into memory");
    }
    gallery.window().take_snapshot().expect("the software renderer draws into memory")
}

/// Writes a picture as PNG.
pub(crate) fn write(path: &Path, picture: &SharedPixelBuffer<Rgba8Pixel>) -> io::Result<()> {
    let mut encoder = png::Encoder::new(BufWriter::new(File::create(path)?), picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_compression(png::Compression::High);
    // Flat colors are shortest as they are.
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(picture.as_bytes())?;
    writer.finish().map_err(io::Error::from)
}

/// Reads what [`write`] wrote.
#[allow(dead_code, reason = "used by the tests, that share this file")]
pub(crate) fn read(path: &Path) -> io::Result<SharedPixelBuffer<Rgba8Pixel>> {
    let mut reader = png::Decoder::new(BufReader::new(File::open(path)?)).read_info()?;
    let (width, height) = reader.info().size();
    let mut picture = SharedPixelBuffer::<Rgba8Pixel>::new(width, height);
    reader.next_frame(picture.make_mut_bytes())?;
    Ok(picture)
}
