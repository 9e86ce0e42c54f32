// @ts-check
/** The accessibility statement. */
import { beginPage } from "./page.js";

await beginPage("statementTitle");
document.body.dataset.state = "statement";
