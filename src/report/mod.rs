//! Figures -> text, JSON, tables. The room knows no files: it returns text or bytes.
