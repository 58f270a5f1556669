// Makes this Node.js one that has no way to set a proxy once it runs, as 22 has none.
"use strict";
delete require("node:http").setGlobalProxyFromEnv;
