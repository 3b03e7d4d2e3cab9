/** What was measured as a page with plots: one HTML file that needs nothing else. */
package io.complexometer.examples.report;
