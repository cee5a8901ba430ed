#pragma once

/// report_page/page.html with style and script in it, up to the place of the data, and from there on.
extern const char* const REPORT_PAGE_BEFORE_DATA;
extern const char* const REPORT_PAGE_AFTER_DATA;
