/** What the examples train on: drawn images, folders of IDX files, the Iris table. */
package io.complexometer.examples.data;
