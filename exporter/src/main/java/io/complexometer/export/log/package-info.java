/** The sample log: a session as a file of JSON Lines. */
package io.complexometer.export.log;
