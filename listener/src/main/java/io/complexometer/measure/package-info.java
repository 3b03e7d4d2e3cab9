/** What every measure shares: a number, or the reason why there is none. */
package io.complexometer.measure;
