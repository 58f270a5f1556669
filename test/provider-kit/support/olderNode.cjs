// Makes this Node.js unable to set a proxy once it runs, as 22 is.
"use strict";
delete require("node:http").setGlobalProxyFromEnv;
