/** One network, many trainings: by which laws its complexity changes, and on what that depends. */
package io.complexometer.examples.study;
