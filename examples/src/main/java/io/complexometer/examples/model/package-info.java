/** Files that hold a network, or its weights alone, or its configuration alone. */
package io.complexometer.examples.model;
