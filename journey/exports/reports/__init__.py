"""Reports as files: the same sections as a page of HTML, a PDF, slides and Markdown."""
