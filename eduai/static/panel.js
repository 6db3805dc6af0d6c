// The page's policy lets no style element and no text be run that htmx would add.
"use strict";
if (window.htmx) Object.assign(window.htmx.config, { includeIndicatorStyles: false, allowEval: false });
